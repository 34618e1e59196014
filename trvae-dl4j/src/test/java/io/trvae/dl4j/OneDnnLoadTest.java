package io.trvae.dl4j;

import io.trvae.TransferPipeline;
import io.trvae.face.FaceLocator;
import io.trvae.model.ModelSource;
import io.trvae.model.TransferModel;
import io.trvae.network.Architecture;
import io.trvae.network.NetworkSpec;
import io.trvae.testkit.PipelineLoadKit;
import io.trvae.testkit.RandomModels;

/** The fast backend under load; its network has features that depend on the label. */
class OneDnnLoadTest extends PipelineLoadKit {

  private static final TransferModel MODEL =
      RandomModels.create(new NetworkSpec(Architecture.PORTRAIT, 16, 3, 8, 16, 0.1f), 1);

  @Override
  protected TransferPipeline open(int threads, FaceLocator locator) {
    return TransferPipeline.builder()
        .model(ModelSource.of(MODEL))
        .backend("onednn")
        .threads(threads)
        .faceLocator(locator)
        .build();
  }
}

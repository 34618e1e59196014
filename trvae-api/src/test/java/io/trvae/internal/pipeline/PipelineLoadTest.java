package io.trvae.internal.pipeline;

import io.trvae.TransferPipeline;
import io.trvae.face.FaceLocator;
import io.trvae.model.TransferModel;
import io.trvae.network.Architecture;
import io.trvae.network.NetworkSpec;
import io.trvae.testkit.AssertingBackend;
import io.trvae.testkit.PipelineLoadKit;
import io.trvae.testkit.RandomModels;
import io.trvae.testkit.ReferenceBackend;
import java.util.Optional;

/**
 * The pipeline keeps what it promises under load, and its backend gets what it was promised. A
 * network of dense layers: the reference takes its time for convolutions.
 */
class PipelineLoadTest extends PipelineLoadKit {

  private static final TransferModel MODEL =
      RandomModels.create(new NetworkSpec(Architecture.ARCH_STYLE_2, 9, 3, 8, 16, 0), 1);

  @Override
  protected TransferPipeline open(int threads, FaceLocator locator) {
    return new DefaultTransferPipeline(
        MODEL,
        "asserting",
        new AssertingBackend(new ReferenceBackend(MODEL), MODEL.spec().network()),
        threads,
        Optional.of(locator));
  }
}

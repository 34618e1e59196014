package io.trvae.samples;

import io.trvae.model.ModelFile;
import io.trvae.model.WeightType;
import io.trvae.network.Architecture;
import io.trvae.network.NetworkSpec;
import io.trvae.testkit.RandomModels;
import java.io.IOException;
import java.nio.file.Path;

/** A file with a model of random weights for 16 pixels, real, anime and cartoon. */
public final class TinyModel {

  private TinyModel() {}

  public static Path write(Path folder) throws IOException {
    Path file = folder.resolve("tiny.safetensors");
    NetworkSpec network = new NetworkSpec(Architecture.COMPACT, 16, 3, 8, 16, 0);
    ModelFile.write(RandomModels.create(network, 1), file, WeightType.FLOAT16);
    return file;
  }
}

package io.trvae.samples;

import io.trvae.dl4j.TrainedFaceLocator;
import io.trvae.model.LocatorModel;
import io.trvae.model.WeightType;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a locator of faces for domains that the bundled one does not know. */
@Command(
    name = "train-locator",
    sortOptions = false,
    description = {
      "Trains a locator: a small network that finds faces in photos and drawings.",
      "The bundled one knows real, anime and cartoon."
    })
final class TrainLocator implements Callable<Integer> {

  /** Larger faces would not be drawn larger in the scenes that training composes. */
  private static final int IMAGE_SIZE = 64;

  @Mixin private NetworkTrainingOptions options;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "15000",
      description = "Steps, each with 32 composed scenes. Default: ${DEFAULT-VALUE}.")
  private int steps;

  @Override
  public Integer call() throws IOException {
    options.run(
        IMAGE_SIZE,
        (dataset, seed, licence, listener, cancellation) ->
            TrainedFaceLocator.train(dataset, steps, seed, licence, listener, cancellation),
        (locator, file) -> locator.write(file, WeightType.FLOAT16),
        LocatorModel::provenance);
    return 0;
  }
}

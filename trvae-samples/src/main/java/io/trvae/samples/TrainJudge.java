package io.trvae.samples;

import io.trvae.dl4j.DomainJudge;
import io.trvae.model.JudgeModel;
import io.trvae.model.WeightType;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a judge for domains that the bundled one does not know. */
@Command(
    name = "train-judge",
    sortOptions = false,
    description = {
      "Trains a judge: a small network that tells the domains apart, which is asked whether"
          + " an image looks like its target.",
      "The bundled judge knows real, anime and cartoon. Train it on other images than those that"
          + " are evaluated."
    })
final class TrainJudge implements Callable<Integer> {

  @Mixin private NetworkTrainingOptions options;

  @Option(
      names = "--image-size",
      paramLabel = "PIXELS",
      defaultValue = "64",
      description =
          "The side of the judge's images, a multiple of 16; others are resized to it. Default:"
              + " ${DEFAULT-VALUE}.")
  private int imageSize;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "3000",
      description = "Steps, each with 32 images of every domain. Default: ${DEFAULT-VALUE}.")
  private int steps;

  @Override
  public Integer call() throws IOException {
    options.run(
        imageSize,
        (dataset, seed, licence, listener, cancellation) ->
            DomainJudge.train(dataset, steps, seed, licence, listener, cancellation),
        (judge, file) -> judge.write(file, WeightType.FLOAT16),
        JudgeModel::provenance);
    return 0;
  }
}

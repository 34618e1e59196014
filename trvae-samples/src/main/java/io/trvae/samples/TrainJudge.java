package io.trvae.samples;

import io.trvae.DomainLabel;
import io.trvae.dl4j.DomainJudge;
import io.trvae.model.JudgeModel;
import io.trvae.model.WeightType;
import io.trvae.training.DomainDataset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

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

  @Spec private CommandSpec spec;
  @Mixin private DataOptions data;

  @Option(
      names = "--domains",
      required = true,
      split = ",",
      paramLabel = "DOMAIN",
      description = "The domains, at least two.")
  private List<DomainLabel> domains;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "FILE",
      description = "The judge's file to write.")
  private Path out;

  @Option(
      names = {"-f", "--force"},
      description = "Replace the file if it is there already.")
  private boolean force;

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

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Determines initial weights, the order of images and how they are changed. Default:"
              + " ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--licence",
      paramLabel = "TEXT",
      defaultValue = "unspecified",
      description =
          "The terms under which the trained weights may be used. Default: ${DEFAULT-VALUE}.")
  private String licence;

  @Override
  public Integer call() throws IOException {
    Path file = OutputFiles.prepare(out, force);
    DomainDataset dataset = data.load(data.loader(), domains, imageSize).dataset();
    try (Interruption interruption = new Interruption();
        ImageBar bar = new ImageBar("train-judge")) {
      JudgeModel judge =
          Arguments.check(
              spec,
              () ->
                  DomainJudge.train(
                      dataset, steps, seed, licence, bar, interruption.cancellation()));
      judge.write(file, WeightType.FLOAT16);
      judge
          .provenance()
          .metrics()
          .forEach((name, value) -> spec.commandLine().getOut().println(name + " " + value));
    }
    spec.commandLine().getOut().println(file);
    return 0;
  }
}

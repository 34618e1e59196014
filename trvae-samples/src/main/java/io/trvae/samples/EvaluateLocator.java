package io.trvae.samples;

import io.trvae.DomainLabel;
import io.trvae.RgbImage;
import io.trvae.dl4j.LocatorScore;
import io.trvae.dl4j.TrainedFaceLocator;
import io.trvae.face.Face;
import io.trvae.model.LocatorModel;
import io.trvae.training.DomainDataset;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures a locator of faces. */
@Command(
    name = "evaluate-locator",
    sortOptions = false,
    description =
        "Measures how well faces are found in scenes of 640x480 pixels, which are composed from"
            + " images that the locator was not trained on, and prints a table.")
final class EvaluateLocator implements Callable<Integer> {

  private static final int IMAGE_SIZE = 64;
  private static final String LINE = "%-12s %6s %9s %7s %10s%n";

  @Spec private CommandSpec spec;
  @Mixin private DataOptions data;

  @Option(
      names = "--domains",
      split = ",",
      paramLabel = "DOMAIN",
      defaultValue = "real,anime,cartoon",
      description = "The domains whose faces are to be found. Default: ${DEFAULT-VALUE}.")
  private List<DomainLabel> domains;

  @Option(
      names = "--locator",
      paramLabel = "FILE",
      description = "The locator's file, see 'train-locator'. Default: the bundled locator.")
  private @Nullable Path file;

  @Option(
      names = "--scenes",
      paramLabel = "N",
      defaultValue = "200",
      description = "How many scenes of each domain. Default: ${DEFAULT-VALUE}.")
  private int scenes;

  @Override
  public Integer call() {
    LocatorModel model = file == null ? LocatorModel.bundled() : LocatorModel.read(file);
    DomainDataset dataset = data.load(data.loader(), domains, IMAGE_SIZE).dataset();
    try (TrainedFaceLocator locator = TrainedFaceLocator.open(model)) {
      Timed timed = new Timed(locator, new ArrayList<>());
      List<LocatorScore> scores =
          Arguments.check(spec, () -> LocatorScore.measure(timed::locate, dataset, scenes, 1));
      PrintWriter console = spec.commandLine().getOut();
      console.printf(LINE, "domain", "faces", "findings", "recall", "precision");
      for (LocatorScore score : scores) {
        console.printf(
            LINE,
            score.domain(),
            score.faces(),
            score.findings(),
            share(score.recall()),
            share(score.precision()));
      }
      console.printf(Locale.ROOT, "milliseconds per scene, median: %.1f%n", timed.median() / 1e6);
    }
    return 0;
  }

  private static String share(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  /**
   * Looks at the clock.
   *
   * @param nanos receives how long each search took
   */
  private record Timed(TrainedFaceLocator locator, List<Long> nanos) {

    List<Face> locate(RgbImage photo) {
      long start = System.nanoTime();
      List<Face> faces = locator.locate(photo);
      nanos.add(System.nanoTime() - start);
      return faces;
    }

    long median() {
      Collections.sort(nanos);
      return nanos.get(nanos.size() / 2);
    }
  }
}

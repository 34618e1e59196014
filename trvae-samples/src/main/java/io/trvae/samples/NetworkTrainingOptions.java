package io.trvae.samples;

import io.trvae.Cancellation;
import io.trvae.DomainLabel;
import io.trvae.ProgressListener;
import io.trvae.model.Provenance;
import io.trvae.training.DomainDataset;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** What the commands share that train a network beside the model: a judge, a locator. */
final class NetworkTrainingOptions {

  @Spec(Target.MIXEE)
  private CommandSpec command;

  @Mixin private DataOptions data;

  @Option(
      names = "--domains",
      required = true,
      split = ",",
      paramLabel = "DOMAIN",
      description = "The domains that it is to know.")
  private List<DomainLabel> domains;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "FILE",
      description = "The file to write.")
  private Path out;

  @Option(
      names = {"-f", "--force"},
      description = "Replace the file if it is there already.")
  private boolean force;

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

  /** Trains a network. */
  @FunctionalInterface
  interface Training<N> {
    N run(
        DomainDataset dataset,
        long seed,
        String licence,
        ProgressListener listener,
        Cancellation cancellation);
  }

  /** Writes a network to a file. */
  @FunctionalInterface
  interface Writing<N> {
    void write(N network, Path file) throws IOException;
  }

  /**
   * Trains, writes the file, and prints how good the network is.
   *
   * @param imageSize of the images that are loaded
   */
  <N> void run(
      int imageSize, Training<N> training, Writing<N> writing, Function<N, Provenance> provenance)
      throws IOException {
    Path file = OutputFiles.prepare(out, force);
    DomainDataset dataset = data.load(data.loader(), domains, imageSize).dataset();
    PrintWriter console = command.commandLine().getOut();
    try (Interruption interruption = new Interruption();
        ImageBar bar = new ImageBar(command.name())) {
      N network =
          Arguments.check(
              command,
              () -> training.run(dataset, seed, licence, bar, interruption.cancellation()));
      writing.write(network, file);
      provenance
          .apply(network)
          .metrics()
          .forEach((name, value) -> console.println(name + " " + value));
    }
    console.println(file);
  }
}

package io.trvae.samples;

import io.trvae.Precision;
import io.trvae.spi.BackendOptions;
import io.trvae.training.Trainer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** What to train with. */
final class TrainerOptions {

  @Spec(Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--trainer",
      paramLabel = "onednn|cuda",
      description =
          "What computes: the processor, or an NVIDIA GPU, which is experimental. Default: the"
              + " processor.")
  private @Nullable String name;

  @Option(
      names = "--device",
      paramLabel = "INDEX|UUID",
      description = "With --trainer=cuda: which GPU. Default: the first that can compute.")
  private @Nullable String device;

  @Option(
      names = "--precision",
      paramLabel = "float32|tf32",
      description =
          "With --trainer=cuda: what to multiply in; tf32 is faster and less exact. Default:"
              + " float32.")
  private @Nullable Precision precision;

  /** Opens the trainer. */
  Trainer open() {
    if (name != null) {
      return Trainer.open(
          name,
          new BackendOptions(
              Runtime.getRuntime().availableProcessors(),
              Optional.ofNullable(device),
              precision == null ? Precision.FLOAT32 : precision));
    }
    if (device != null || precision != null) {
      throw new ParameterException(
          command.commandLine(), "--device and --precision are for the --trainer that is named");
    }
    return Trainer.open();
  }
}

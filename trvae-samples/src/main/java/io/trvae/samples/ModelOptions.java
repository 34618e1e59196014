package io.trvae.samples;

import io.trvae.DomainLabel;
import io.trvae.model.ModelSource;
import io.trvae.model.ModelSpec;
import io.trvae.model.TransferModel;
import io.trvae.network.Architecture;
import io.trvae.network.NetworkSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** What model to train: a new one, or one to start from, which then gives every default. */
final class ModelOptions {

  @Spec(Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--domains",
      split = ",",
      paramLabel = "DOMAIN",
      description =
          "The domains, at least two, in the order that the model will keep. Default: those of"
              + " --initial-model.")
  private @Nullable List<DomainLabel> domains;

  @Option(
      names = "--initial-model",
      paramLabel = "FILE",
      description =
          "A model of the same network whose weights training starts from. If --domains names more"
              + " domains behind the model's own, only what belongs to these is learnt. If"
              + " --architecture names a network with the same decoder or the same encoder, only its"
              + " other half is learnt; the encoder of portrait_linear is computed, and of its"
              + " decoder all is learnt but the MMD layer's weight.")
  private @Nullable Path initialModel;

  @Option(
      names = "--architecture",
      paramLabel = "NAME",
      description =
          "The kind of network: compact, portrait, portrait_deep, portrait_linear, or one of the"
              + " reference's: arch_style_1, arch_style_2, arch_style_3, arch_style_3_mirrored. Default: compact.")
  private @Nullable Architecture architecture;

  @Option(
      names = "--image-size",
      paramLabel = "PIXELS",
      description = "The side of the model's images. Default: 64.")
  private @Nullable Integer imageSize;

  @Option(
      names = "--latent-size",
      paramLabel = "N",
      description = "The length of the latent code. Default: 128.")
  private @Nullable Integer latentSize;

  @Option(
      names = "--mmd-size",
      paramLabel = "N",
      description = "The width of the decoder's MMD layer. Default: 256.")
  private @Nullable Integer mmdSize;

  @Option(
      names = "--dropout",
      paramLabel = "RATE",
      description = "The dropout rate, from 0 to below 1. Default: 0.")
  private @Nullable Float dropout;

  Optional<TransferModel> initialModel() {
    return Optional.ofNullable(initialModel).map(file -> ModelSource.file(file).load());
  }

  ModelSpec spec(Optional<TransferModel> initial) {
    return Arguments.check(command, () -> specOf(initial.map(TransferModel::spec)));
  }

  private ModelSpec specOf(Optional<ModelSpec> initial) {
    List<DomainLabel> labels =
        Optional.ofNullable(domains)
            .or(() -> initial.map(ModelSpec::domains))
            .orElseThrow(
                () ->
                    new ParameterException(
                        command.commandLine(),
                        "Missing option '--domains'; or name an '--initial-model'"));
    NetworkSpec defaults =
        initial
            .map(ModelSpec::network)
            .orElseGet(() -> new NetworkSpec(Architecture.COMPACT, 64, labels.size(), 128, 256, 0));
    return new ModelSpec(
        new NetworkSpec(
            Objects.requireNonNullElse(architecture, defaults.architecture()),
            Objects.requireNonNullElse(imageSize, defaults.imageSize()),
            labels.size(),
            Objects.requireNonNullElse(latentSize, defaults.latentSize()),
            Objects.requireNonNullElse(mmdSize, defaults.mmdSize()),
            Objects.requireNonNullElse(dropout, defaults.dropout())),
        labels);
  }
}

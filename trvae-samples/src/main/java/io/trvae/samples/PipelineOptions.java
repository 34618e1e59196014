package io.trvae.samples;

import io.trvae.Precision;
import io.trvae.TransferPipeline;
import io.trvae.face.FaceLocator;
import io.trvae.model.ModelSource;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** What to compute with: options of the commands that transfer. */
final class PipelineOptions {

  @Spec(Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description = "The model file. Default: the bundled model.")
  private @Nullable Path model;

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      description = "The backend that computes. Default: the fastest that can run here.")
  private @Nullable String backend;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Processor threads. Default: one for each processor.")
  private @Nullable Integer threads;

  @Option(
      names = "--precision",
      paramLabel = "float32|tf32|float16|bfloat16",
      description =
          "What to compute in: bfloat16 is faster and less exact, and needs a processor with"
              + " AVX512_BF16 or AMX, or a GPU; tf32 and float16 need a GPU. Default: float32.")
  private Precision precision = Precision.FLOAT32;

  /** Returns how many processor threads may be used. */
  int threads() {
    return threads == null ? Runtime.getRuntime().availableProcessors() : threads;
  }

  /** Opens a pipeline that takes pictures for faces, or is told where these are. */
  TransferPipeline open() {
    return open(null);
  }

  /**
   * Opens a pipeline.
   *
   * @param locator finds faces for it; null if none has to be found
   */
  TransferPipeline open(@Nullable FaceLocator locator) {
    TransferPipeline.Builder builder = TransferPipeline.builder().precision(precision);
    if (locator != null) {
      builder.faceLocator(locator);
    }
    if (model != null) {
      builder.model(ModelSource.file(model));
    }
    if (backend != null) {
      builder.backend(backend);
    }
    Integer count = threads;
    if (count != null) {
      Arguments.check(command, () -> builder.threads(count));
    }
    return builder.build();
  }
}

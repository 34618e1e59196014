package io.trvae.samples;

import io.trvae.Cancellation;
import io.trvae.DomainLabel;
import io.trvae.ErrorCode;
import io.trvae.RgbImage;
import io.trvae.TransferPipeline;
import io.trvae.TransferRequest;
import io.trvae.dl4j.TrainedFaceLocator;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.function.BiFunction;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;

/** Transfers many pictures to a folder, and tells what became of them. */
final class FolderTransfer {

  private final CommandSpec command;
  private final PipelineOptions pipelineOptions;
  private final FaceOptions faceOptions;
  private final BiFunction<RgbImage, DomainLabel, TransferRequest> options;

  FolderTransfer(
      CommandSpec command,
      PipelineOptions pipelineOptions,
      FaceOptions faceOptions,
      BiFunction<RgbImage, DomainLabel, TransferRequest> options) {
    this.command = command;
    this.pipelineOptions = pipelineOptions;
    this.faceOptions = faceOptions;
    this.options = options;
  }

  /** Returns the exit code: that of a failure if any picture failed. */
  int run(List<Path> inputs, Path folder, Collection<DomainLabel> domains, boolean force)
      throws IOException {
    Path absolute = folder.toAbsolutePath().normalize();
    List<PictureFile> pictures = PictureFile.find(inputs, absolute);
    FolderPlan plan =
        Arguments.check(command, () -> FolderPlan.of(pictures, absolute, domains, force));
    try (Interruption interruption = new Interruption()) {
      Cancellation cancellation = interruption.cancellation();
      PictureBatch.Outcome outcome = draw(plan, cancellation);
      report(outcome, plan.finished(), absolute);
      if (cancellation.isCancelled()) {
        command
            .commandLine()
            .getErr()
            .println(
                ErrorCode.CANCELLED.id()
                    + ": The transfer was interrupted; the same command goes on with the rest");
      }
      return cancellation.isCancelled() || !outcome.failures().isEmpty()
          ? ExitCode.SOFTWARE
          : ExitCode.OK;
    }
  }

  private PictureBatch.Outcome draw(FolderPlan plan, Cancellation cancellation) throws IOException {
    if (plan.tasks().isEmpty()) {
      return new PictureBatch.Outcome(0, List.of());
    }
    try (TrainedFaceLocator locator = faceOptions.openLocator();
        TransferPipeline pipeline = pipelineOptions.open(locator);
        ImageBar bar = new ImageBar("transfer")) {
      return new PictureBatch(plan.tasks(), pipeline, options, bar, cancellation)
          .run(pipelineOptions.threads());
    } catch (InterruptedException interrupted) {
      throw new InterruptedIOException("Interrupted while drawing pictures");
    }
  }

  private void report(PictureBatch.Outcome outcome, int finished, Path folder) {
    outcome.failures().forEach(command.commandLine().getErr()::println);
    command
        .commandLine()
        .getOut()
        .printf(
            "Pictures: %d drawn, %d there already, %d failed%n%s%n",
            outcome.drawn(), finished, outcome.failures().size(), folder);
  }
}

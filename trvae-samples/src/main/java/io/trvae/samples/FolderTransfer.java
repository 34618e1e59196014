package io.trvae.samples;

import io.trvae.Cancellation;
import io.trvae.ErrorCode;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;

/** Transfers many pictures to a folder, and tells what became of them. */
final class FolderTransfer {

  private final CommandSpec command;
  private final PipelineOptions pipelineOptions;
  private final RequestOptions options;

  FolderTransfer(CommandSpec command, PipelineOptions pipelineOptions, RequestOptions options) {
    this.command = command;
    this.pipelineOptions = pipelineOptions;
    this.options = options;
  }

  /** Returns the exit code: that of a failure if any picture failed. */
  int run(List<Path> inputs, Path folder, boolean force) throws IOException {
    Path absolute = folder.toAbsolutePath().normalize();
    List<PictureFile> pictures = PictureFile.find(inputs, absolute);
    FolderPlan plan =
        Arguments.check(command, () -> FolderPlan.of(pictures, absolute, options.targets(), force));
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
    try (PictureDrawer drawer = PictureDrawer.open(pipelineOptions, options);
        ImageBar bar = new ImageBar("transfer")) {
      return new PictureBatch(plan.tasks(), drawer, bar, cancellation)
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

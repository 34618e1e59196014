package io.trvae.samples;

import io.trvae.spi.Backend;
import io.trvae.training.EpochReport;
import io.trvae.training.Losses;
import io.trvae.training.TrainingConfig;
import io.trvae.training.TrainingListener;
import java.io.PrintWriter;
import java.util.Locale;

/** Prints a line for each epoch. */
final class EpochLines implements TrainingListener {

  private final PrintWriter out;

  EpochLines(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void onStart(TrainingConfig config, int firstEpoch) {
    if (firstEpoch > 1) {
      out.println("Going on after epoch " + (firstEpoch - 1) + ", from the checkpoint.");
      out.flush();
    }
  }

  @Override
  public void onEpoch(EpochReport report, Backend backend) {
    Losses losses = report.validation();
    out.printf(
        Locale.ROOT,
        "epoch %d/%d: training loss %.4g, validation loss %.4g%s (reconstruction %.4g, KL %.4g,"
            + " MMD %.4g), %.1f images/s%n",
        report.epoch(),
        report.epochs(),
        report.training().total(),
        losses.total(),
        report.best() ? ", the best so far" : "",
        losses.reconstruction(),
        losses.kl(),
        losses.mmd(),
        report.imagesPerSecond());
    out.flush();
  }
}

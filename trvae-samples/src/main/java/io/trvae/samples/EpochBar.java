package io.trvae.samples;

import io.trvae.spi.Backend;
import io.trvae.training.EpochReport;
import io.trvae.training.Losses;
import io.trvae.training.TrainingConfig;
import io.trvae.training.TrainingListener;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Draws a bar on the terminal while an epoch runs: images done, images per second, time left. */
final class EpochBar implements TrainingListener, AutoCloseable {

  private int epochs;
  private int stepsPerEpoch;
  private int batchSize;
  private @Nullable ProgressBar bar;

  @Override
  public void onStart(TrainingConfig config, int firstEpoch) {
    epochs = config.epochs();
    stepsPerEpoch = config.stepsPerEpoch();
    batchSize = config.batchSize();
  }

  @Override
  public void onStep(int epoch, int step, Losses losses) {
    ProgressBar running = bar;
    if (running == null) {
      running =
          new ProgressBarBuilder()
              .setTaskName("epoch " + epoch + "/" + epochs)
              .setInitialMax((long) stepsPerEpoch * batchSize)
              .setUnit(" images", 1)
              .setStyle(ProgressBarStyle.ASCII)
              .showSpeed()
              .build();
      bar = running;
    }
    running.stepTo((long) step * batchSize);
  }

  @Override
  public void onEpoch(EpochReport report, Backend backend) {
    close();
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}

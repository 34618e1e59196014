package io.trvae.samples;

import io.trvae.ProgressListener;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Draws a bar of images done, where standard output is a terminal. */
final class ImageBar implements ProgressListener, AutoCloseable {

  private final String task;
  private @Nullable ProgressBar bar;

  ImageBar(String task) {
    this.task = task;
  }

  @Override
  public void onProgress(int done, int total) {
    if (!CommandLine.Help.Ansi.AUTO.enabled()) {
      return;
    }
    ProgressBar running = bar;
    if (running == null) {
      running =
          new ProgressBarBuilder()
              .setTaskName(task)
              .setInitialMax(total)
              .setUnit(" images", 1)
              .setStyle(ProgressBarStyle.ASCII)
              .showSpeed()
              .build();
      bar = running;
    }
    running.stepTo(done);
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}

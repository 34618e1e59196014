package io.trvae.internal.pipeline;

import java.lang.StackWalker.StackFrame;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of a pipeline that nobody can reach any more: if it was never closed, it is closed
 * now, and the log tells who has opened it.
 *
 * @param lifecycle the pipeline's
 * @param opener where it was opened
 */
record DroppedPipeline(Lifecycle lifecycle, String opener) implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(DroppedPipeline.class);

  @Override
  public void run() {
    if (!lifecycle.isClosed()) {
      LOG.warn(
          "A pipeline was dropped without being closed, and is closed now: it was opened at {};"
              + " close it there, with try-with-resources for instance",
          opener);
      lifecycle.close();
    }
  }

  /** Returns the place in the application that is opening a pipeline. */
  static String placeOfOpening() {
    return StackWalker.getInstance()
        .walk(frames -> frames.dropWhile(frame -> isOurs(frame.getClassName())).findFirst())
        .map(StackFrame::toString)
        .orElse("native code");
  }

  private static boolean isOurs(String name) {
    return name.startsWith("io.trvae.TransferPipeline") || name.startsWith("io.trvae.internal.");
  }
}

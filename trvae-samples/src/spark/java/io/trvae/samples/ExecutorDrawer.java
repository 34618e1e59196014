package io.trvae.samples;

import org.jspecify.annotations.Nullable;

/**
 * What draws pictures in this process: opened by the first task that asks, used by all that follow
 * or run beside it, closed when Spark's executor stops.
 *
 * <p>The one static state here. Spark makes the objects of each task anew from bytes, so that tasks
 * of one executor share nothing but the JVM's classes; a pipeline for each task would read the
 * model and compile its plan again every second, and could not compute together what tasks ask for
 * at the same time.
 */
final class ExecutorDrawer {

  private static @Nullable PictureDrawer drawer;

  private ExecutorDrawer() {}

  /**
   * Returns this process's drawer; an application makes one call, so all tasks ask for the same.
   */
  static synchronized PictureDrawer get(Spark command) {
    PictureDrawer open = drawer;
    if (open == null) {
      open = command.openDrawer();
      drawer = open;
    }
    return open;
  }

  /** Closes the drawer, if it was opened, after the pictures that are being drawn. */
  static synchronized void close() {
    if (drawer != null) {
      drawer.close();
      drawer = null;
    }
  }
}

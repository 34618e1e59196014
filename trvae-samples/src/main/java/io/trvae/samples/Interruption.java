package io.trvae.samples;

import io.trvae.Cancellation;
import java.util.concurrent.CountDownLatch;

/**
 * Turns Ctrl-C into a cancellation, and holds the end of the JVM up until this is closed: until the
 * command has come to a safe point and tidied up.
 */
final class Interruption implements AutoCloseable {

  private final Cancellation cancellation = new Cancellation();
  private final CountDownLatch requested = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook = new Thread(this::cancelAndWait, "trvae-interruption");

  Interruption() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  Cancellation cancellation() {
    return cancellation;
  }

  /** Waits for Ctrl-C; an interrupt of the calling thread means the same. */
  void await() {
    try {
      requested.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void cancelAndWait() {
    cancellation.cancel();
    requested.countDown();
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      // Then the hook is running, and ends now.
    }
  }
}

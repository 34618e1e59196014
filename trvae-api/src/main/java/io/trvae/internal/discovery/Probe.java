package io.trvae.internal.discovery;

import io.trvae.spi.BackendStatus;
import io.trvae.spi.BackendStatus.Unavailable;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Asks a provider whether it can run, and waits no longer than a limit.
 *
 * <p>A probe talks to drivers, and a driver that hangs would take the application with it: before
 * its first line in a log, and although another backend works. So a thread of its own asks. One
 * that never answers keeps that thread, for nothing can end it; it does not keep the JVM from
 * ending.
 */
final class Probe {

  /** The system property that sets the limit. */
  static final String SECONDS = "trvae.probe.seconds";

  /** A probe takes a second or two; on a machine that is busy all over, a hundred times as much. */
  private static final long DEFAULT_SECONDS = 300;

  private Probe() {}

  /** Returns the answer; a provider that throws, or gives none, counts as unavailable. */
  static BackendStatus ask(String name, Supplier<BackendStatus> question) {
    FutureTask<BackendStatus> answer =
        new FutureTask<>(
            () -> Objects.requireNonNull(question.get(), "the provider's probe() is null"));
    Thread thread = new Thread(answer, "trvae-probe-" + name);
    thread.setDaemon(true);
    thread.start();
    long seconds = Long.getLong(SECONDS, DEFAULT_SECONDS);
    try {
      return await(answer, seconds);
    } catch (ExecutionException e) {
      return new Unavailable(
          "its probe failed with " + e.getCause(),
          "check that the versions of its libraries belong together, or remove it from the class"
              + " path");
    } catch (TimeoutException e) {
      return new Unavailable(
          "its probe gave no answer within " + seconds + " s",
          "look what the thread '%s' waits for, a driver for instance; %s sets another limit"
              .formatted(thread.getName(), SECONDS));
    }
  }

  /** An interrupt does not shorten the wait: whoever was interrupted before may open a pipeline. */
  private static BackendStatus await(FutureTask<BackendStatus> answer, long seconds)
      throws ExecutionException, TimeoutException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return answer.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}

package io.trvae.internal.pipeline;

import java.lang.ref.Reference;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the calls in flight, so that closing can wait for them and refuse later ones.
 *
 * <p>A thread that closes from within a call would wait for itself; it does not wait, and the last
 * call to end releases the resources.
 */
final class Lifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);

  private final Runnable release;
  private final ThreadLocal<Boolean> working = new ThreadLocal<>();

  // Guarded by this.
  private int inFlight;
  private boolean closed;
  private boolean released;

  /** Runs {@code release} once, when closed and no call is in flight. */
  Lifecycle(Runnable release) {
    this.release = release;
  }

  /** Does the work as a call in flight; whatever the work holds is reachable until then. */
  <T> T call(Supplier<T> work) {
    try {
      begin();
      return finish(work);
    } finally {
      Reference.reachabilityFence(work);
    }
  }

  /**
   * Accepts a call that some thread is going to {@link #finish}.
   *
   * @throws IllegalStateException if closed
   */
  synchronized void begin() {
    if (closed) {
      throw new IllegalStateException("The pipeline is closed");
    }
    inFlight++;
  }

  /** Does the work of a call that was begun, and {@linkplain #end ends} the call. */
  <T> T finish(Supplier<T> work) {
    boolean outermost = working.get() == null;
    working.set(true);
    try {
      return work.get();
    } finally {
      if (outermost) {
        working.remove();
      }
      end();
    }
  }

  /** Ends a call that was begun. */
  void end() {
    boolean last;
    synchronized (this) {
      inFlight--;
      last = closed && inFlight == 0;
    }
    if (last) {
      release();
    }
  }

  synchronized boolean isClosed() {
    return closed;
  }

  /** Refuses calls from now on, and returns when all is released unless called from within one. */
  void close() {
    boolean idle;
    synchronized (this) {
      idle = !closed && inFlight == 0;
      closed = true;
    }
    if (idle) {
      release();
    } else if (working.get() == null) {
      awaitRelease();
    }
  }

  private void release() {
    try {
      release.run();
    } catch (RuntimeException | LinkageError e) {
      // The calls have their results, and whoever closes can do nothing about it.
      LOG.warn("A backend failed when it was closed", e);
    } finally {
      synchronized (this) {
        released = true;
        notifyAll();
      }
    }
  }

  /** Keeps waiting when interrupted: who closes must be able to rely on it. */
  private synchronized void awaitRelease() {
    boolean interrupted = false;
    while (!released) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

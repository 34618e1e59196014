package io.trvae.dl4j.internal.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The threads of a backend: callers lead their own work, and a few helpers join whoever leads while
 * fewer threads compute than may.
 *
 * <p>Work is cut into tasks that any of these threads takes up when it comes to it, so a helper
 * that the system gives no processor to holds nobody up, unless it loses it in the middle of a
 * task. When that happens leaders do without help for a while.
 */
final class Team implements AutoCloseable {

  /** Phases of independent tasks; a phase begins when all tasks of the one before are done. */
  interface Work extends AutoCloseable {
    int phases();

    int tasks(int phase);

    void run(int phase, int task);

    /** Called by the leader when nobody works on it any more, whatever has become of it. */
    @Override
    default void close() {}
  }

  /**
   * How long a helper looks for work before it sleeps: longer than a caller needs between calls.
   */
  private static final long LINGER_NANOS = 200_000;

  /** How long to spin before giving the processor to whoever wants it. */
  private static final long SPIN_NANOS = 20_000;

  /**
   * A task that keeps its leader waiting for longer than this and two of the leader's own tasks has
   * probably lost its processor.
   */
  private static final long STALL_NANOS = 1_000_000;

  /** For how long nobody is asked to help after that. */
  private static final long UNAIDED_NANOS = 50_000_000;

  private final int threads;
  private final Semaphore running;
  private final List<Thread> helpers = new ArrayList<>();
  private volatile long unaidedUntil = System.nanoTime();
  private volatile @Nullable Job offered;
  private volatile boolean closed;

  /**
   * Starts helpers.
   *
   * @param threads how many threads may compute at once, leaders included
   * @param helperStart what each helper runs first
   */
  Team(int threads, Runnable helperStart) {
    this.threads = threads;
    running = new Semaphore(threads, true);
    for (int i = 1; i < threads; i++) {
      Thread helper = new Thread(() -> help(helperStart), "trvae-helper-" + i);
      helper.setDaemon(true);
      helpers.add(helper);
      helper.start();
    }
  }

  int threads() {
    return threads;
  }

  /**
   * Does work to its end, once one of the threads that may compute is free.
   *
   * @param start makes the work; called then, and nobody closes the team meanwhile
   * @throws IllegalStateException if the team is closed
   */
  void lead(Supplier<? extends Work> start) {
    running.acquireUninterruptibly();
    try {
      if (closed) {
        throw new IllegalStateException("The backend is closed");
      }
      try (Work work = start.get()) {
        complete(new Job(work));
      }
    } finally {
      running.release();
    }
  }

  private void complete(Job job) {
    try {
      job.lead();
    } finally {
      if (offered == job) {
        offered = null;
      }
    }
  }

  /** Tells whether anybody computes at the moment. */
  boolean isComputing() {
    return running.availablePermits() < threads;
  }

  /** Leaders come first: more is done if each computes alone than if they help one another. */
  private boolean mayHelp() {
    return running.availablePermits() > 0 && !running.hasQueuedThreads();
  }

  private void help(Runnable start) {
    start.run();
    long idleSince = System.nanoTime();
    while (!closed) {
      Job job = offered;
      if (job != null && mayHelp() && running.tryAcquire()) {
        try {
          job.help();
        } finally {
          running.release();
        }
        idleSince = System.nanoTime();
      } else if (System.nanoTime() - idleSince > LINGER_NANOS) {
        LockSupport.park(this);
        idleSince = System.nanoTime();
      } else {
        pause(idleSince);
      }
    }
  }

  // A sleep would take longer than most tasks; correctness does not depend on who runs next.
  @SuppressWarnings("ThreadPriorityCheck")
  private static void pause(long since) {
    if (System.nanoTime() - since < SPIN_NANOS) {
      Thread.onSpinWait();
    } else {
      Thread.yield();
    }
  }

  /** Waits for whoever computes, then stops the helpers. */
  @Override
  public void close() {
    running.acquireUninterruptibly(threads);
    closed = true;
    running.release(threads);
    boolean interrupted = false;
    for (Thread helper : helpers) {
      LockSupport.unpark(helper);
      while (helper.isAlive()) {
        try {
          helper.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** One piece of work and how far it is. */
  private final class Job {

    private static final int OVER = Integer.MAX_VALUE;

    private final Work work;

    /** The phase in the upper half, the next task that nobody has taken in the lower. */
    private final AtomicLong next = new AtomicLong();

    private final AtomicInteger done = new AtomicInteger();
    private volatile @Nullable Throwable failure;

    /** The leader's alone. */
    private boolean asked;

    Job(Work work) {
      this.work = work;
    }

    void lead() {
      int phases = work.phases();
      for (int phase = 0; phase < phases && failure == null; phase++) {
        int tasks = work.tasks(phase);
        long start = System.nanoTime();
        int taken = 0;
        askForHelp();
        while (take(phase, tasks)) {
          taken++;
          askForHelp();
        }
        long end = System.nanoTime();
        awaitHelpers(tasks, end, (end - start) / Math.max(1, taken));
        done.set(0);
        // After a failure nobody may begin the next phase: the leader would not wait for it.
        next.set((long) (failure == null ? phase + 1 : OVER) << 32);
      }
      Throwable fault = failure;
      if (fault instanceof Error error) {
        throw error;
      } else if (fault instanceof RuntimeException exception) {
        throw exception;
      }
    }

    /** Asks once; where there has been a stall, when the time without help is over. */
    private void askForHelp() {
      if (!asked && System.nanoTime() - unaidedUntil >= 0) {
        asked = true;
        if (canBeShared() && !helpers.isEmpty() && mayHelp()) {
          offered = this;
          helpers.forEach(LockSupport::unpark);
        }
      }
    }

    private boolean canBeShared() {
      return work.phases() > 1 || work.tasks(0) > 1;
    }

    /** Helps until the work is done or a leader waits. */
    void help() {
      long since = System.nanoTime();
      for (int phase = phase();
          phase < work.phases() && !running.hasQueuedThreads();
          phase = phase()) {
        if (take(phase, work.tasks(phase))) {
          since = System.nanoTime();
        } else {
          pause(since);
        }
      }
    }

    private int phase() {
      return (int) (next.get() >>> 32);
    }

    /** Takes a task of a phase, unless all are taken or the phase is over. */
    private boolean take(int phase, int tasks) {
      long state = next.get();
      int task = (int) state;
      if ((int) (state >>> 32) != phase || task >= tasks) {
        return false;
      }
      if (next.compareAndSet(state, state + 1)) {
        try {
          work.run(phase, task);
        } catch (RuntimeException | Error e) {
          failure = e;
        } finally {
          done.incrementAndGet();
        }
      }
      return true;
    }

    private void awaitHelpers(int tasks, long since, long ownTask) {
      while (done.get() < tasks) {
        pause(since);
      }
      long now = System.nanoTime();
      if (now - since > STALL_NANOS + 2 * ownTask) {
        unaidedUntil = now + UNAIDED_NANOS;
      }
    }
  }
}

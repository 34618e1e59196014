package io.trvae.cuda.internal.plan;

import io.trvae.cuda.internal.gpu.Gpu;
import io.trvae.cuda.internal.gpu.GpuException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A plan's sessions, at most two: while one computes, the other copies. Thread-safe.
 *
 * <p>Sessions grow with the batches that come, by powers of two up to a limit; larger batches are
 * cut. Where memory ends, the limit shrinks once for each call.
 */
final class SessionPool implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SessionPool.class);

  private static final int SESSIONS = 2;

  /** Beyond, a GPU computes no faster. */
  private static final int LARGEST = 256;

  /** Smaller batches are not worth cutting in two. */
  private static final int WORTH_TWO = 64;

  /** The memory that a session may take at most, of what is free. */
  private static final int SHARE = 8;

  private static final int SHRINKING = 4;

  private final LoadedPlan plan;
  private final Semaphore turns = new Semaphore(SESSIONS, true);
  private final Deque<Session> idle = new ArrayDeque<>();
  private int limit;
  private boolean closed;

  SessionPool(LoadedPlan plan) {
    this.plan = plan;
    long fitting = plan.gpu().freeMemory() / SHARE / plan.plan().bytesPerImage();
    limit = (int) Math.max(1, Math.min(LARGEST, Long.highestOneBit(fitting)));
  }

  /** Computes a batch. */
  void compute(Batch batch, int count) {
    turns.acquireUninterruptibly();
    int taken = count >= WORTH_TWO && turns.tryAcquire() ? SESSIONS : 1;
    try {
      checkOpen();
      try (Gpu.Use use = plan.gpu().use()) {
        computeInParts(batch, count, taken);
      }
    } finally {
      turns.release(taken);
    }
  }

  private void computeInParts(Batch batch, int count, int streams) {
    try {
      compute(batch, count, streams);
    } catch (GpuException e) {
      if (!e.isOutOfMemory() || !shrink(count)) {
        throw e;
      }
      compute(batch, count, streams);
    }
  }

  private void compute(Batch batch, int count, int streams) {
    int part = part(count);
    List<Session> sessions = new ArrayList<>();
    boolean whole = false;
    try {
      for (int i = 0; i < streams; i++) {
        sessions.add(take(part));
      }
      int turn = 0;
      for (int from = 0; from < count; from += part) {
        Session session = sessions.get(turn++ % streams);
        session.finish();
        session.start(batch, from, Math.min(part, count - from));
      }
      sessions.forEach(Session::finish);
      whole = true;
    } finally {
      giveBack(sessions, whole);
    }
  }

  private synchronized void checkOpen() {
    if (closed) {
      throw new IllegalStateException("The backend is closed");
    }
  }

  /** The same batch is cut alike whoever else computes: sums are split by the size of a part. */
  private synchronized int part(int count) {
    return Math.min(limit, count >= WORTH_TWO ? (count + SESSIONS - 1) / SESSIONS : count);
  }

  /** Makes later parts smaller; returns whether that is possible. */
  private synchronized boolean shrink(int count) {
    int tried = Math.min(limit, count);
    closeIdle();
    if (tried == 1) {
      return false;
    }
    limit = Integer.highestOneBit(Math.max(1, tried / SHRINKING));
    LOG.warn(
        "{} has no memory for {} images at once, trying {}",
        plan.gpu().description(),
        tried,
        limit);
    return true;
  }

  private synchronized Session take(int images) {
    for (Session session : idle) {
      if (session.capacity() >= images) {
        idle.remove(session);
        return session;
      }
    }
    // What is too small makes room.
    if (!idle.isEmpty()) {
      idle.pop().close();
    }
    int power = Integer.highestOneBit(images);
    return new Session(plan, Math.min(limit, power == images ? power : 2 * power));
  }

  /** Takes sessions back, unless the call came to no end: nobody knows what these are doing. */
  private synchronized void giveBack(List<Session> sessions, boolean whole) {
    for (Session session : sessions) {
      if (whole) {
        idle.push(session);
      } else {
        session.abandon();
      }
    }
  }

  private void closeIdle() {
    idle.forEach(Session::close);
    idle.clear();
  }

  /** Waits for calls that are computing, then frees the sessions; with the GPU in use. */
  @Override
  public void close() {
    turns.acquireUninterruptibly(SESSIONS);
    try {
      synchronized (this) {
        closed = true;
        closeIdle();
      }
    } finally {
      turns.release(SESSIONS);
    }
  }
}

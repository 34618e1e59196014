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
 * At most two workers: while one computes, the other copies. Thread-safe.
 *
 * <p>They grow with the batches that come, by powers of two up to a limit; larger batches are cut.
 * Where memory ends, the limit shrinks once for each call.
 */
final class WorkerPool implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(WorkerPool.class);

  private static final int WORKERS = 2;

  /** Beyond, a GPU computes no faster. */
  private static final int LARGEST = 256;

  /** Smaller batches are not worth cutting in two. */
  private static final int WORTH_TWO = 64;

  /** The memory that a worker may take at most, of what is free. */
  private static final int SHARE = 8;

  private static final int SHRINKING = 4;

  private final Gpu gpu;
  private final LoadedPlan encoder;
  private final LoadedPlan decoder;
  private final Semaphore turns = new Semaphore(WORKERS, true);
  private final Deque<Worker> idle = new ArrayDeque<>();
  private int limit;
  private boolean closed;

  /** Starts without any; both plans are on the same GPU. */
  WorkerPool(LoadedPlan encoder, LoadedPlan decoder) {
    gpu = encoder.gpu();
    this.encoder = encoder;
    this.decoder = decoder;
    long each = encoder.plan().bytesPerImage() + decoder.plan().bytesPerImage();
    long fitting = gpu.freeMemory() / SHARE / each;
    limit = (int) Math.max(1, Math.min(LARGEST, Long.highestOneBit(fitting)));
  }

  /** Computes a batch. */
  void compute(Call call, int count) {
    turns.acquireUninterruptibly();
    int taken = count >= WORTH_TWO && turns.tryAcquire() ? WORKERS : 1;
    try {
      checkOpen();
      try (Gpu.Use use = gpu.use()) {
        computeInParts(call, count, taken);
      }
    } finally {
      turns.release(taken);
    }
  }

  private void computeInParts(Call call, int count, int streams) {
    try {
      compute(call, count, streams);
    } catch (GpuException e) {
      if (!e.isOutOfMemory() || !shrink(count)) {
        throw e;
      }
      compute(call, count, streams);
    }
  }

  private void compute(Call call, int count, int streams) {
    int part = part(count);
    List<Worker> workers = new ArrayList<>();
    boolean whole = false;
    try {
      for (int i = 0; i < streams; i++) {
        workers.add(take(part));
      }
      int turn = 0;
      for (int from = 0; from < count; from += part) {
        Worker worker = workers.get(turn++ % streams);
        worker.finish();
        worker.start(call, from, Math.min(part, count - from));
      }
      workers.forEach(Worker::finish);
      whole = true;
    } finally {
      giveBack(workers, whole);
    }
  }

  private synchronized void checkOpen() {
    if (closed) {
      throw new IllegalStateException("The backend is closed");
    }
  }

  /** The same batch is cut alike whoever else computes: sums are split by the size of a part. */
  private synchronized int part(int count) {
    return Math.min(limit, count >= WORTH_TWO ? (count + WORKERS - 1) / WORKERS : count);
  }

  /** Makes later parts smaller; returns whether that is possible. */
  private synchronized boolean shrink(int count) {
    int tried = Math.min(limit, count);
    closeIdle();
    if (tried == 1) {
      return false;
    }
    limit = Integer.highestOneBit(Math.max(1, tried / SHRINKING));
    LOG.warn("{} has no memory for {} images at once, trying {}", gpu.description(), tried, limit);
    return true;
  }

  private synchronized Worker take(int images) {
    for (Worker worker : idle) {
      if (worker.capacity() >= images) {
        idle.remove(worker);
        return worker;
      }
    }
    // What is too small makes room.
    if (!idle.isEmpty()) {
      idle.pop().close();
    }
    int power = Integer.highestOneBit(images);
    int capacity = Math.min(limit, power == images ? power : 2 * power);
    // The limit may have shrunk, for another call, since this one was cut into parts.
    return new Worker(encoder, decoder, Math.max(images, capacity));
  }

  /** Takes workers back, unless the call came to no end: nobody knows what these are doing. */
  private synchronized void giveBack(List<Worker> workers, boolean whole) {
    for (Worker worker : workers) {
      if (whole) {
        idle.push(worker);
      } else {
        worker.abandon();
      }
    }
  }

  private void closeIdle() {
    idle.forEach(Worker::close);
    idle.clear();
  }

  /** Waits for calls that are computing, then frees the workers; with the GPU in use. */
  @Override
  public void close() {
    turns.acquireUninterruptibly(WORKERS);
    try {
      synchronized (this) {
        closed = true;
        closeIdle();
      }
    } finally {
      turns.release(WORKERS);
    }
  }
}

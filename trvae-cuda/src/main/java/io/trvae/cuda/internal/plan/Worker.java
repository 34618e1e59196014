package io.trvae.cuda.internal.plan;

import io.trvae.cuda.internal.gpu.GpuStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Computes up to so many images at once. One thread at a time.
 *
 * <p>All work of a batch, from copying in to copying out, is one CUDA graph, recorded when a batch
 * of that size comes for the first time.
 *
 * @param <B> what a call brings and takes away
 */
abstract class Worker<B> implements AutoCloseable {

  private final int capacity;
  private final GpuStream stream;
  private final List<Session> sessions;
  private final Map<Integer, GpuStream.Graph> graphs = new HashMap<>();
  private @Nullable Work<B> work;

  private record Work<B>(B call, int from, int count) {}

  /**
   * Takes over what it works with.
   *
   * @param stream the sessions'
   */
  Worker(int capacity, GpuStream stream, List<Session> sessions) {
    this.capacity = capacity;
    this.stream = stream;
    this.sessions = sessions;
  }

  /** Places a call's labels and images. */
  abstract void load(B call, int from, int count);

  /** Queues all that is done with what was placed. */
  abstract void queue(int count);

  /** Hands back the results. */
  abstract void store(B call, int from, int count);

  int capacity() {
    return capacity;
  }

  /** Starts computing images of a call, at most as many as fit. {@link #finish} ends it. */
  void start(B call, int from, int count) {
    load(call, from, count);
    graphs.computeIfAbsent(count, size -> stream.record(() -> queue(size))).launch();
    work = new Work<>(call, from, count);
  }

  /** Waits for what was started, if anything was, and hands back the results. */
  void finish() {
    Work<B> done = work;
    if (done == null) {
      return;
    }
    work = null;
    stream.await();
    store(done.call, done.from, done.count);
  }

  /** Closes what may still be computing. */
  void abandon() {
    stream.settle();
    close();
  }

  @Override
  public void close() {
    graphs.values().forEach(GpuStream.Graph::close);
    sessions.forEach(Session::close);
    stream.close();
  }
}

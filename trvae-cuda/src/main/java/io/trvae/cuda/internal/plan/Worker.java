package io.trvae.cuda.internal.plan;

import io.trvae.cuda.internal.gpu.GpuResources;
import io.trvae.cuda.internal.gpu.GpuStream;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Computes up to so many images at once, in memory of its own. One thread at a time.
 *
 * <p>All work of a batch, from copying in to copying out, is one CUDA graph, recorded when a task
 * comes for the first time. Of a transfer the means stay on the GPU.
 */
final class Worker implements AutoCloseable {

  /** Of a picture. */
  private static final int CHANNELS = 3;

  private final int capacity;
  private final GpuStream stream;
  private final Session encoder;
  private final Session decoder;
  private final Map<Call.Task, GpuStream.Graph> graphs = new HashMap<>();

  private final GpuResources resources = new GpuResources();

  private @Nullable Work work;

  private record Work(Call call, int from, int count) {}

  /**
   * Allocates the memory.
   *
   * @throws io.trvae.cuda.internal.gpu.GpuException if there is not enough
   */
  Worker(LoadedPlan encoding, LoadedPlan decoding, int capacity) {
    this.capacity = capacity;
    try {
      stream = resources.own(encoding.gpu().stream());
      encoder = resources.own(new Session(encoding, capacity, stream));
      decoder = resources.own(new Session(decoding, capacity, stream));
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  int capacity() {
    return capacity;
  }

  /** Starts computing images of a call, at most as many as fit. {@link #finish} ends it. */
  void start(Call call, int from, int count) {
    Batch encoding = call.encoding();
    Batch decoding = call.decoding();
    if (encoding != null) {
      encoder.placeLabels(encoding.labels(), from, count);
      encoding.load().move(from, count, encoder.images());
    }
    if (decoding != null) {
      decoder.placeLabels(decoding.labels(), from, count);
      if (encoding == null) {
        decoding.load().move(from, count, decoder.images());
      }
    }
    graphs
        .computeIfAbsent(call.task(count), task -> resources.own(stream.record(() -> queue(task))))
        .launch();
    work = new Work(call, from, count);
  }

  private void queue(Call.Task task) {
    int count = task.count();
    if (task.encodes()) {
      encoder.queueInput(count, task.ofBytes());
      encoder.queueSteps(count, task.ofBytes());
      encoder.queueOutput(count);
    }
    if (task.decodes()) {
      if (task.encodes()) {
        decoder.queueLabels();
        decoder.queueStepsAfter(encoder, count);
      } else {
        decoder.queueInput(count, false);
        decoder.queueSteps(count, false);
      }
      if (task.ofBytes()) {
        decoder.queuePixels(count, CHANNELS);
      } else {
        decoder.queueOutput(count);
      }
    }
  }

  /** Waits for what was started, if anything was, and hands back the results. */
  void finish() {
    Work done = work;
    if (done == null) {
      return;
    }
    work = null;
    stream.await();
    Batch encoding = done.call.encoding();
    Batch decoding = done.call.decoding();
    if (encoding != null) {
      encoding.store().move(done.from, done.count, encoder.results());
    }
    if (decoding != null) {
      decoding.store().move(done.from, done.count, decoder.results());
    }
  }

  /** Closes what may still be computing. */
  void abandon() {
    stream.settle();
    close();
  }

  @Override
  public void close() {
    resources.close();
  }
}

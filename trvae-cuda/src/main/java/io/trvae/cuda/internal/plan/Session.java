package io.trvae.cuda.internal.plan;

import io.trvae.cuda.internal.gpu.Gpu;
import io.trvae.cuda.internal.gpu.GpuMemory;
import io.trvae.cuda.internal.gpu.GpuResource;
import io.trvae.cuda.internal.gpu.GpuStream;
import io.trvae.cuda.internal.gpu.PinnedMemory;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The way through a plan in memory of its own, for up to so many images at once. One thread at a
 * time.
 *
 * <p>All work of a batch, from copying in to copying out, is one CUDA graph, recorded when a batch
 * of that size comes for the first time.
 */
final class Session implements AutoCloseable {

  /** Rows for labels beyond one for each image: with them a few labels can take turns. */
  private static final int MORE_LABELS = 16;

  private static final int ALIGNMENT = 256;

  private final LoadedPlan loaded;
  private final int capacity;

  /** Where the images begin behind the rows of their labels. */
  private final int imagesAt;

  private final GpuStream stream;
  private final long rowsAddress;
  private final long outputAddress;
  private final Map<Area, Long> areas = new EnumMap<>(Area.class);
  private final GpuMemory labels;
  private final GpuMemory partial;
  private final PinnedMemory input;
  private final PinnedMemory output;
  private final PinnedMemory labelStaging;
  private final LabelRows labelRows;
  private final Map<Integer, GpuStream.Graph> graphs = new HashMap<>();

  /** What to close, the last first. */
  private final Deque<GpuResource> owned = new ArrayDeque<>();

  private @Nullable Work work;

  private record Work(Batch batch, int from, int count) {}

  /**
   * Allocates the memory.
   *
   * @throws io.trvae.cuda.internal.gpu.GpuException if there is not enough
   */
  Session(LoadedPlan loaded, int capacity) {
    this.loaded = loaded;
    this.capacity = capacity;
    Plan plan = loaded.plan();
    Gpu gpu = loaded.gpu();
    int rows = capacity + MORE_LABELS;
    imagesAt = (capacity * Integer.BYTES + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    long inputBytes = imagesAt + (long) capacity * plan.inputFloats() * Float.BYTES;
    long outputBytes = (long) capacity * plan.outputFloats() * Float.BYTES;
    long labelBytes = Math.max(ALIGNMENT, (long) rows * plan.labels().width() * Float.BYTES);
    try {
      stream = own(gpu.stream());
      rowsAddress = own(gpu.allocate(inputBytes)).address();
      areas.put(Area.INPUT, rowsAddress + imagesAt);
      outputAddress = own(gpu.allocate(outputBytes)).address();
      areas.put(Area.OUTPUT, outputAddress);
      areas.put(Area.FIRST, own(gpu.allocate(capacity * plan.featureBytes())).address());
      areas.put(Area.SECOND, own(gpu.allocate(capacity * plan.featureBytes())).address());
      labels = own(gpu.allocate(labelBytes));
      partial = own(gpu.allocate(ConvolutionStep.partialBytes(gpu.description().processors())));
      input = own(gpu.pin(inputBytes));
      output = own(gpu.pin(outputBytes));
      labelStaging = own(gpu.pin(labelBytes));
      labelRows = new LabelRows(plan.labels(), labelStaging.bytes().asFloatBuffer(), rows);
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private <T extends GpuResource> T own(T resource) {
    owned.push(resource);
    return resource;
  }

  int capacity() {
    return capacity;
  }

  /** Starts computing images of a batch, at most as many as fit. {@link #finish} ends it. */
  void start(Batch batch, int from, int count) {
    Plan plan = loaded.plan();
    int domains = plan.domains();
    float[] ofImages = Arrays.copyOfRange(batch.labels(), from * domains, (from + count) * domains);
    int[] rows = labelRows.place(ofImages, count, this::uploadLabel);
    ByteBuffer staging = input.bytes();
    staging.asIntBuffer().put(rows);
    FloatBuffer images = staging.position(imagesAt).slice().order(staging.order()).asFloatBuffer();
    batch.load(from, count, images);
    graphs.computeIfAbsent(count, size -> own(stream.record(() -> queue(size)))).launch();
    work = new Work(batch, from, count);
  }

  private void uploadLabel(int row) {
    long bytes = (long) loaded.plan().labels().width() * Float.BYTES;
    if (bytes > 0) {
      stream.upload(labelStaging, row * bytes, labels.address() + row * bytes, bytes);
    }
  }

  private void queue(int count) {
    Plan plan = loaded.plan();
    stream.upload(
        input, 0, rowsAddress, imagesAt + (long) count * plan.inputFloats() * Float.BYTES);
    queueSteps(count);
    stream.download(outputAddress, output, (long) count * plan.outputFloats() * Float.BYTES);
  }

  /** Queues the steps alone; a batch of that size must have been computed. */
  void queueSteps(int count) {
    Plan plan = loaded.plan();
    Run run =
        new Run(
            stream,
            loaded.kernels(),
            count,
            loaded.gpu().description().processors(),
            areas,
            loaded.constants().address(),
            labels.address(),
            plan.labels().width(),
            rowsAddress,
            partial.address());
    for (Step step : plan.steps()) {
      step.queue(run);
    }
  }

  GpuStream stream() {
    return stream;
  }

  /** Waits for what was started, if anything was, and hands back the results. */
  void finish() {
    Work done = work;
    if (done == null) {
      return;
    }
    work = null;
    stream.await();
    done.batch.store(done.from, done.count, output.bytes().asFloatBuffer());
  }

  /** Closes what may still be computing. */
  void abandon() {
    stream.settle();
    close();
  }

  @Override
  public void close() {
    while (!owned.isEmpty()) {
      owned.pop().close();
    }
  }
}

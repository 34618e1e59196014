package io.trvae.cuda.internal.plan;

import io.trvae.cuda.internal.gpu.Gpu;
import io.trvae.cuda.internal.gpu.GpuMemory;
import io.trvae.cuda.internal.gpu.GpuResource;
import io.trvae.cuda.internal.gpu.GpuResources;
import io.trvae.cuda.internal.gpu.GpuStream;
import io.trvae.cuda.internal.gpu.Grid;
import io.trvae.cuda.internal.gpu.PinnedMemory;
import io.trvae.cuda.internal.kernels.Convolution;
import io.trvae.cuda.internal.kernels.Unpack;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * The way through a plan in memory of its own, for up to so many images at once, on a stream that
 * it shares. One thread at a time.
 */
final class Session implements GpuResource {

  /** Rows for labels beyond one for each image: with them a few labels can take turns. */
  private static final int MORE_LABELS = 16;

  private static final int ALIGNMENT = 256;

  private final LoadedPlan loaded;
  private final GpuStream stream;

  /** Where the images begin behind the rows of their labels. */
  private final int imagesAt;

  private final long rowsAddress;

  /** Bytes before those of pixels, the first of which tells whether a value was not finite. */
  static final int STRANGE = 16;

  private final long outputAddress;
  private final long pixelAddress;
  private final Map<Area, Long> areas = new EnumMap<>(Area.class);
  private final GpuMemory labels;
  private final GpuMemory partial;
  private final PinnedMemory input;
  private final PinnedMemory output;
  private final PinnedMemory labelStaging;
  private final LabelRows labelRows;

  private final GpuResources resources = new GpuResources();

  /**
   * Allocates the memory.
   *
   * @throws io.trvae.cuda.internal.gpu.GpuException if there is not enough
   */
  Session(LoadedPlan loaded, int capacity, GpuStream stream) {
    this.loaded = loaded;
    this.stream = stream;
    Plan plan = loaded.plan();
    Gpu gpu = loaded.gpu();
    int rows = capacity + MORE_LABELS;
    imagesAt = (capacity * Integer.BYTES + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    long inputBytes = imagesAt + (long) capacity * plan.inputFloats() * Float.BYTES;
    long outputBytes = (long) capacity * plan.outputFloats() * Float.BYTES;
    long labelBytes = Math.max(ALIGNMENT, (long) rows * plan.labels().width() * Float.BYTES);
    try {
      rowsAddress = resources.own(gpu.allocate(inputBytes)).address();
      areas.put(Area.INPUT, rowsAddress + imagesAt);
      outputAddress = resources.own(gpu.allocate(outputBytes)).address();
      areas.put(Area.OUTPUT, outputAddress);
      pixelAddress =
          resources.own(gpu.allocate(STRANGE + (long) capacity * plan.outputFloats())).address();
      areas.put(Area.FIRST, resources.own(gpu.allocate(capacity * plan.featureBytes())).address());
      areas.put(Area.SECOND, resources.own(gpu.allocate(capacity * plan.featureBytes())).address());
      labels = resources.own(gpu.allocate(labelBytes));
      partial =
          resources.own(gpu.allocate(Convolution.partialBytes(gpu.description().processors())));
      input = resources.own(gpu.pin(inputBytes));
      output = resources.own(gpu.pin(STRANGE + outputBytes));
      labelStaging = resources.own(gpu.pin(labelBytes));
      labelRows = new LabelRows(plan.labels(), labelStaging.bytes().asFloatBuffer(), rows);
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /** Finds the labels of images, and copies those that the GPU does not have yet. */
  void placeLabels(float[] ofAll, int from, int count) {
    int domains = loaded.plan().domains();
    float[] ofImages = Arrays.copyOfRange(ofAll, from * domains, (from + count) * domains);
    int[] rows = labelRows.place(ofImages, count, this::uploadLabel);
    input.bytes().asIntBuffer().put(rows);
  }

  private void uploadLabel(int row) {
    long bytes = (long) loaded.plan().labels().width() * Float.BYTES;
    if (bytes > 0) {
      stream.upload(labelStaging, row * bytes, labels.address() + row * bytes, bytes);
    }
  }

  /** Returns where images, or codes, are to be written before they are queued. */
  ByteBuffer images() {
    ByteBuffer staging = input.bytes();
    return staging.position(imagesAt).slice().order(staging.order());
  }

  /** Queues copying in what was placed and written. */
  void queueInput(int count, boolean ofBytes) {
    int each = loaded.plan().inputFloats() * (ofBytes ? Byte.BYTES : Float.BYTES);
    long images = (long) count * each;
    stream.upload(input, 0, rowsAddress, imagesAt + images);
  }

  /** Queues copying in the labels that were placed. */
  void queueLabels() {
    stream.upload(input, 0, rowsAddress, imagesAt);
  }

  void queueSteps(int count, boolean ofBytes) {
    queueSteps(count, areas, ofBytes, loaded.plan().inputFloats());
  }

  /** Queues the steps for what another session's plan leaves: the beginning of each result. */
  void queueStepsAfter(Session source, int count) {
    Map<Area, Long> joined = new EnumMap<>(areas);
    joined.put(Area.INPUT, source.outputAddress);
    queueSteps(count, joined, false, source.loaded.plan().outputFloats());
  }

  private void queueSteps(int count, Map<Area, Long> memory, boolean ofBytes, int inputStride) {
    Run run =
        new Run(
            stream,
            loaded.kernels(),
            count,
            loaded.gpu().description().processors(),
            memory,
            ofBytes,
            inputStride,
            loaded.constants().address(),
            labels.address(),
            loaded.plan().labels().width(),
            rowsAddress,
            partial.address());
    for (Step step : loaded.plan().steps()) {
      step.queue(run);
    }
  }

  void queueOutput(int count) {
    stream.download(
        outputAddress, output, (long) count * loaded.plan().outputFloats() * Float.BYTES);
  }

  /**
   * Queues turning what was drawn into bytes, and copying these out behind {@link #STRANGE}.
   *
   * @param channels of an image
   */
  void queuePixels(int count, int channels) {
    int image = loaded.plan().outputFloats();
    long bytes = (long) count * image;
    stream.fill(pixelAddress, 0, STRANGE);
    stream.launch(
        loaded.kernels().unpack(),
        Grid.of(bytes),
        new Unpack(
                outputAddress,
                pixelAddress + STRANGE,
                pixelAddress,
                bytes,
                channels,
                image / channels)
            .bytes());
    stream.download(pixelAddress, output, STRANGE + bytes);
  }

  /** Returns the results, when they have been copied out. */
  ByteBuffer results() {
    return output.bytes();
  }

  @Override
  public void close() {
    resources.close();
  }
}

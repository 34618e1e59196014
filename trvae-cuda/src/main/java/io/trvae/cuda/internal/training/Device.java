package io.trvae.cuda.internal.training;

import io.trvae.Precision;
import io.trvae.cuda.internal.gpu.Gpu;
import io.trvae.cuda.internal.gpu.GpuDescription;
import io.trvae.cuda.internal.gpu.GpuException;
import io.trvae.cuda.internal.gpu.GpuMemory;
import io.trvae.cuda.internal.gpu.GpuResources;
import io.trvae.cuda.internal.gpu.GpuStream;
import io.trvae.cuda.internal.gpu.Grid;
import io.trvae.cuda.internal.gpu.PinnedMemory;
import io.trvae.cuda.internal.kernels.Arguments;
import io.trvae.cuda.internal.kernels.Convolution;
import io.trvae.cuda.internal.kernels.Pool;
import io.trvae.cuda.internal.kernels.TrainingKernels;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A GPU with one queue of work, done in order. Everything in training goes through it.
 *
 * <p>Not thread-safe; but whichever thread calls, the work goes to this GPU.
 */
final class Device implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Device.class);

  /** Blocks of threads that share a sum, at most {@link Grid#THREADS}. */
  static final int PARTS = 128;

  private final Gpu gpu;
  private final GpuResources resources = new GpuResources();
  private final GpuStream stream;
  private final TrainingKernels kernels;
  private final long partial;
  private @Nullable GpuMemory scratch;
  private @Nullable PinnedMemory staging;
  private long awaited;

  /**
   * Compiles the kernels.
   *
   * @throws io.trvae.cuda.internal.gpu.GpuException if CUDA fails
   */
  Device(GpuDescription description, Precision precision) {
    gpu = new Gpu(description);
    try (Gpu.Use use = gpu.use()) {
      stream = resources.own(gpu.stream());
      kernels = TrainingKernels.load(gpu, precision);
      partial =
          resources.own(gpu.allocate(Convolution.partialBytes(description.processors()))).address();
    } catch (RuntimeException | Error e) {
      gpu.close();
      throw e;
    }
  }

  int processors() {
    return gpu.description().processors();
  }

  /** Takes memory that is 0 at first, for an owner to close; returns its address. */
  long allocate(GpuResources owner, long floats) {
    long address;
    try (Gpu.Use use = gpu.use()) {
      address = owner.own(gpu.allocate(Math.max(1, floats) * Float.BYTES)).address();
    }
    fill(address, floats, 0);
    return address;
  }

  /** Takes memory of the machine, for an owner to close. */
  PinnedMemory pin(GpuResources owner, long floats) {
    try (Gpu.Use use = gpu.use()) {
      return owner.own(gpu.pin(floats * Float.BYTES));
    }
  }

  /** Frees what an owner has. */
  void close(GpuResources owner) {
    try (Gpu.Use use = gpu.use()) {
      stream.settle();
      owner.close();
    }
  }

  /** Returns memory for what is read again before anything else is queued. */
  long scratch(long floats) {
    long bytes = floats * Float.BYTES;
    if (scratch == null || scratch.bytes() < bytes) {
      try (Gpu.Use use = gpu.use()) {
        if (scratch != null) {
          await();
          scratch.close();
          scratch = null;
        }
        scratch = gpu.allocate(bytes);
      }
    }
    return scratch.address();
  }

  void fill(long address, long floats, float value) {
    launch("fill", floats, new Arguments().addresses(address, floats).factors(value));
  }

  /** Queues a kernel with at least so many threads. */
  void launch(String kernel, long threads, Arguments arguments) {
    if (threads > 0) {
      launch(kernel, Grid.of(threads), arguments);
    }
  }

  /** Queues the kernel {@code pool}. */
  void launch(Pool pool) {
    try (Gpu.Use use = gpu.use()) {
      long threads = (long) pool.pixels() * pool.vectors();
      stream.launch(kernels.kernel("pool"), Grid.of(threads), pool.bytes());
    }
  }

  /** Queues a kernel. */
  void launch(String kernel, Grid grid, Arguments arguments) {
    try (Gpu.Use use = gpu.use()) {
      stream.launch(kernels.kernel(kernel), grid, arguments.bytes());
    }
  }

  /** Queues a convolution, whose unfinished sums have a place of their own. */
  void launch(ConvolutionPlan plan, ConvolutionPlan.Operands operands) {
    try (Gpu.Use use = gpu.use()) {
      plan.arguments(operands, partial)
          .queue(stream, kernels.kernel("convolve"), kernels.kernel("combine"), processors());
    }
  }

  /** Tells how often all work was waited for; memory that was queued before may be written. */
  long awaited() {
    return awaited;
  }

  void await() {
    try (Gpu.Use use = gpu.use()) {
      stream.await();
    }
    awaited++;
  }

  /** Queues copying the beginning of memory of the machine. */
  void upload(PinnedMemory from, long to, long floats) {
    try (Gpu.Use use = gpu.use()) {
      stream.upload(from, 0, to, floats * Float.BYTES);
    }
  }

  /** Copies to the GPU. */
  void upload(float[] values, long to) {
    PinnedMemory memory = staging(values.length);
    memory.bytes().asFloatBuffer().put(values);
    upload(memory, to, values.length);
    await();
  }

  /** Copies from the GPU, when all is done. */
  float[] download(long from, int floats) {
    float[] values = new float[floats];
    download(from, values);
    return values;
  }

  /** Copies from the GPU as much as fits, when all is done. */
  void download(long from, float[] to) {
    PinnedMemory memory = staging(to.length);
    try (Gpu.Use use = gpu.use()) {
      stream.download(from, memory, (long) to.length * Float.BYTES);
    }
    await();
    memory.bytes().asFloatBuffer().get(to);
  }

  /** Adds up what the blocks of a sum have left. */
  double sum(long address, int floats) {
    double sum = 0;
    for (float value : download(address, floats)) {
      sum += value;
    }
    return sum;
  }

  private PinnedMemory staging(long floats) {
    if (staging == null || staging.bytes().capacity() < floats * Float.BYTES) {
      try (Gpu.Use use = gpu.use()) {
        if (staging != null) {
          staging.close();
          staging = null;
        }
        staging = gpu.pin(floats * Float.BYTES);
      }
    }
    return staging;
  }

  @Override
  public void close() {
    try (Gpu.Use use = gpu.use()) {
      stream.settle();
      if (scratch != null) {
        scratch.close();
      }
      if (staging != null) {
        staging.close();
      }
      resources.close();
    } catch (GpuException e) {
      LOG.warn("Closing a GPU that is lost", e);
    }
    gpu.close();
  }
}

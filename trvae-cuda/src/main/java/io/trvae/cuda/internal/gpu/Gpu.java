package io.trvae.cuda.internal.gpu;

import org.bytedeco.cuda.cudart.CUctxCreateParams;
import org.bytedeco.cuda.cudart.CUctx_st;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.SizeTPointer;
import org.jspecify.annotations.Nullable;

/**
 * A GPU with a context of its own: what goes wrong in it spoils no other, and a new one can be
 * made.
 *
 * <p>Whatever is done on the GPU is done between {@link #use()} and its end, by any number of
 * threads. Closing frees what was allocated and not closed before.
 */
public final class Gpu implements AutoCloseable {

  private final GpuDescription description;
  private final CUctx_st context = new CUctx_st();

  /** Gives the thread the context back that it had before. */
  public interface Use extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Creates a context.
   *
   * @throws GpuException if that fails
   */
  public Gpu(GpuDescription description) {
    this.description = description;
    int[] device = new int[1];
    check("cuDeviceGet", cudart.cuDeviceGet(device, description.index()));
    check(
        "cuCtxCreate",
        cudart.cuCtxCreate(
            context, (@Nullable CUctxCreateParams) null, cudart.CU_CTX_SCHED_AUTO, device[0]));
    pop();
  }

  /** Returns what the driver says of the GPU. */
  public GpuDescription description() {
    return description;
  }

  /** Makes this the GPU that the thread's calls go to, until the result is closed. */
  public Use use() {
    check("cuCtxPushCurrent", cudart.cuCtxPushCurrent(context));
    return Gpu::pop;
  }

  private static void pop() {
    try (CUctx_st popped = new CUctx_st()) {
      // Can only fail where nothing was pushed.
      cudart.cuCtxPopCurrent(popped);
    }
  }

  /** Returns how many bytes of its memory nobody has taken. */
  public long freeMemory() {
    try (SizeTPointer free = new SizeTPointer(1);
        SizeTPointer total = new SizeTPointer(1)) {
      check("cuMemGetInfo", cudart.cuMemGetInfo(free, total));
      return free.get();
    }
  }

  /**
   * Takes memory.
   *
   * @throws GpuException if there is not enough
   */
  public GpuMemory allocate(long bytes) {
    long[] address = new long[1];
    check("cuMemAlloc of " + bytes + " bytes", cudart.cuMemAlloc(address, bytes));
    return new GpuMemory(address[0], bytes);
  }

  /** Takes memory of the machine that the GPU can read and write by itself. */
  public PinnedMemory pin(long bytes) {
    Pointer memory = new Pointer();
    check("cuMemHostAlloc of " + bytes + " bytes", cudart.cuMemHostAlloc(memory, bytes, 0));
    return new PinnedMemory(memory, bytes);
  }

  /** Creates a queue of work. */
  public GpuStream stream() {
    return new GpuStream(this);
  }

  /** Loads a compiled program. */
  public GpuProgram load(byte[] image) {
    return new GpuProgram(this, image);
  }

  void check(String call, int status) {
    Status.check(call, description.toString(), status);
  }

  /** Frees everything. */
  @Override
  public void close() {
    // A context that has failed has nothing left to free.
    cudart.cuCtxDestroy(context);
    context.close();
  }
}

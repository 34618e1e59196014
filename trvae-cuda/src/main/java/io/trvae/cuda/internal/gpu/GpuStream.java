package io.trvae.cuda.internal.gpu;

import java.nio.ByteBuffer;
import org.bytedeco.cuda.cudart.CUgraphExec_st;
import org.bytedeco.cuda.cudart.CUgraph_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/** A queue of work for a GPU, done in order. One thread at a time. */
public final class GpuStream implements GpuResource {

  private final Gpu gpu;
  private final CUstream_st stream = new CUstream_st();

  GpuStream(Gpu gpu) {
    this.gpu = gpu;
    gpu.check("cuStreamCreate", cudart.cuStreamCreate(stream, cudart.CU_STREAM_NON_BLOCKING));
  }

  /** Work that was recorded, to be queued as a whole. */
  public final class Graph implements GpuResource {

    private final CUgraphExec_st graph;

    private Graph(CUgraphExec_st graph) {
      this.graph = graph;
    }

    /** Queues the work. */
    public void launch() {
      gpu.check("cuGraphLaunch", cudart.cuGraphLaunch(graph, stream));
    }

    @Override
    public void close() {
      cudart.cuGraphExecDestroy(graph);
      graph.close();
    }
  }

  /** Queues copying to the GPU. */
  public void upload(PinnedMemory from, long offset, long to, long bytes) {
    gpu.check("cuMemcpyHtoDAsync", cudart.cuMemcpyHtoDAsync(to, at(from, offset), bytes, stream));
  }

  /** Queues copying from the GPU. */
  public void download(long from, PinnedMemory to, long bytes) {
    gpu.check("cuMemcpyDtoHAsync", cudart.cuMemcpyDtoHAsync(at(to, 0), from, bytes, stream));
  }

  /** Queues writing the same byte to memory. */
  public void fill(long address, int value, long bytes) {
    gpu.check("cuMemsetD8Async", cudart.cuMemsetD8Async(address, (byte) value, bytes, stream));
  }

  private static Pointer at(PinnedMemory memory, long offset) {
    return new BytePointer(memory.pointer()).getPointer(offset);
  }

  /**
   * Queues a kernel.
   *
   * @param arguments the bytes of its only parameter, a direct buffer; free again on return
   */
  public void launch(GpuProgram.Kernel kernel, Grid grid, ByteBuffer arguments) {
    try (BytePointer bytes = new BytePointer(arguments);
        PointerPointer<BytePointer> parameters = new PointerPointer<>(1)) {
      parameters.put(0, bytes);
      gpu.check(
          "cuLaunchKernel of " + kernel.name(),
          cudart.cuLaunchKernel(
              kernel.function(),
              grid.x(),
              grid.y(),
              grid.z(),
              Grid.THREADS,
              1,
              1,
              0,
              stream,
              parameters,
              (@Nullable PointerPointer<?>) null));
    }
  }

  /** Records what is queued meanwhile, in place of doing it. */
  public Graph record(Runnable work) {
    gpu.check(
        "cuStreamBeginCapture",
        cudart.cuStreamBeginCapture(stream, cudart.CU_STREAM_CAPTURE_MODE_THREAD_LOCAL));
    try (CUgraph_st graph = new CUgraph_st()) {
      try {
        work.run();
      } catch (RuntimeException | Error e) {
        // Fails too, for what has failed already.
        cudart.cuStreamEndCapture(stream, graph);
        throw e;
      }
      gpu.check("cuStreamEndCapture", cudart.cuStreamEndCapture(stream, graph));
      CUgraphExec_st executable = new CUgraphExec_st();
      gpu.check("cuGraphInstantiate", cudart.cuGraphInstantiate(executable, graph, 0));
      gpu.check("cuGraphDestroy", cudart.cuGraphDestroy(graph));
      return new Graph(executable);
    }
  }

  /** Waits until all is done. */
  public void await() {
    gpu.check("cuStreamSynchronize", cudart.cuStreamSynchronize(stream));
  }

  /** Waits until nothing is under way, whatever came of it. */
  public void settle() {
    cudart.cuStreamSynchronize(stream);
  }

  @Override
  public void close() {
    cudart.cuStreamDestroy(stream);
    stream.close();
  }
}

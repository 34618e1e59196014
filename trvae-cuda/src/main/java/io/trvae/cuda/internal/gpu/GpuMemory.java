package io.trvae.cuda.internal.gpu;

import org.bytedeco.cuda.global.cudart;

/**
 * Memory of a GPU.
 *
 * @param address where it begins, as the GPU counts
 * @param bytes its size
 */
public record GpuMemory(long address, long bytes) implements AutoCloseable {

  @Override
  public void close() {
    // Fails only where the context has failed before, and nothing is left to free.
    cudart.cuMemFree(address);
  }
}

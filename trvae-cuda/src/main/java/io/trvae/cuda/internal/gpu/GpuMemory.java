package io.trvae.cuda.internal.gpu;

import org.bytedeco.cuda.global.cudart;

/**
 * Memory of a GPU.
 *
 * @param address where it begins, as the GPU counts
 * @param bytes its size
 */
public record GpuMemory(long address, long bytes) implements GpuResource {

  @Override
  public void close() {
    cudart.cuMemFree(address);
  }
}

package io.trvae.cuda.internal.kernels;

import io.trvae.Precision;
import io.trvae.cuda.internal.gpu.Gpu;
import io.trvae.cuda.internal.gpu.GpuProgram;

/**
 * The kernels on a GPU.
 *
 * @param packFloats floats, plane by plane, to features
 * @param packBytes bytes, pixel by pixel, to features
 * @param unpack floats, plane by plane, to bytes, pixel by pixel
 * @param pool the maximum over windows
 * @param convolve convolutions and dense layers
 * @param combine adds what a split {@code convolve} has left
 */
public record Kernels(
    GpuProgram.Kernel packFloats,
    GpuProgram.Kernel packBytes,
    GpuProgram.Kernel unpack,
    GpuProgram.Kernel pool,
    GpuProgram.Kernel convolve,
    GpuProgram.Kernel combine) {

  /** Compiles and loads them. */
  public static Kernels load(Gpu gpu, Precision precision) {
    GpuProgram program =
        gpu.load(
            KernelCompiler.compile(
                gpu.description().architecture(), precision, KernelSource.INFERENCE));
    return new Kernels(
        program.kernel("pack_floats"),
        program.kernel("pack_bytes"),
        program.kernel("unpack"),
        program.kernel("pool"),
        program.kernel("convolve"),
        program.kernel("combine"));
  }
}

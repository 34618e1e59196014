package io.trvae.cuda.internal.kernels;

import io.trvae.Precision;
import io.trvae.cuda.internal.gpu.Gpu;
import io.trvae.cuda.internal.gpu.GpuProgram;
import java.util.HashMap;
import java.util.Map;

/** The kernels of {@code training.cu} on a GPU. Not thread-safe. */
public final class TrainingKernels {

  private final GpuProgram program;
  private final Map<String, GpuProgram.Kernel> kernels = new HashMap<>();

  private TrainingKernels(GpuProgram program) {
    this.program = program;
  }

  /** Compiles and loads them, in {@link Precision#FLOAT32} or {@link Precision#TF32}. */
  public static TrainingKernels load(Gpu gpu, Precision precision) {
    return new TrainingKernels(
        gpu.load(
            KernelCompiler.compile(
                gpu.description().architecture(), precision, KernelSource.TRAINING)));
  }

  /** Returns a kernel by its name. */
  public GpuProgram.Kernel kernel(String name) {
    return kernels.computeIfAbsent(name, program::kernel);
  }
}

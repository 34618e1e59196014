package io.trvae.cuda.internal.gpu;

import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.cuda.cudart.CUmod_st;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.BytePointer;

/** Kernels on a GPU. They live as long as it does. */
public final class GpuProgram {

  private final Gpu gpu;
  private final CUmod_st module = new CUmod_st();

  GpuProgram(Gpu gpu, byte[] image) {
    this.gpu = gpu;
    try (BytePointer code = new BytePointer(image)) {
      gpu.check("cuModuleLoadData", cudart.cuModuleLoadData(module, code));
    }
  }

  /** A function that a GPU runs in many threads. */
  public record Kernel(String name, CUfunc_st function) {}

  /** Finds a kernel. */
  public Kernel kernel(String name) {
    CUfunc_st function = new CUfunc_st();
    gpu.check("cuModuleGetFunction", cudart.cuModuleGetFunction(function, module, name));
    return new Kernel(name, function);
  }
}

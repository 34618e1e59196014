package io.trvae.cuda.internal.plan;

import io.trvae.cuda.internal.gpu.Gpu;
import io.trvae.cuda.internal.gpu.GpuMemory;
import io.trvae.cuda.internal.kernels.Kernels;

/**
 * A plan on a GPU.
 *
 * @param constants the plan's, where the GPU has them
 */
record LoadedPlan(Gpu gpu, Kernels kernels, Plan plan, GpuMemory constants) {

  static LoadedPlan load(Gpu gpu, Kernels kernels, Plan plan) {
    return new LoadedPlan(gpu, kernels, plan, plan.constants().upload(gpu));
  }
}

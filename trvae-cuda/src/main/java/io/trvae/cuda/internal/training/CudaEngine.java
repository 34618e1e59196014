package io.trvae.cuda.internal.training;

import io.trvae.Precision;
import io.trvae.cuda.internal.gpu.GpuDescription;
import io.trvae.cuda.internal.kernels.Arguments;
import io.trvae.spi.training.ParameterLayout;
import io.trvae.spi.training.TrainingEngine;
import io.trvae.spi.training.TrainingOptimiser;
import java.util.Optional;

/** Computes a training on a GPU. */
public final class CudaEngine implements TrainingEngine<GpuFeatures, GpuParameters> {

  private final String description;
  private final Device device;

  /**
   * Starts the engine.
   *
   * @param precision {@link Precision#FLOAT32}, or {@link Precision#TF32} for what the tensor cores
   *     multiply; everything else is float32
   * @throws io.trvae.cuda.internal.gpu.GpuException if CUDA fails
   */
  public CudaEngine(GpuDescription gpu, Precision precision) {
    description = gpu.name() + ", " + precision.id();
    device = new Device(gpu, precision);
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public GpuParameters parameters(ParameterLayout layout) {
    return new GpuParameters(device, layout);
  }

  @Override
  public TrainingOptimiser optimiser(
      GpuParameters parameters, double learningRate, double beta1, Optional<float[]> mask) {
    return new GpuOptimiser(device, parameters, learningRate, beta1, mask);
  }

  @Override
  public void follow(GpuParameters average, GpuParameters parameters, double decay) {
    long size = average.layout().size();
    device.launch(
        "follow",
        size,
        new Arguments()
            .addresses(average.values(), parameters.values(), size)
            .factors((float) (1 - decay)));
  }

  @Override
  public CudaGraph graph() {
    return new CudaGraph(device);
  }

  @Override
  public void close() {
    device.close();
  }
}

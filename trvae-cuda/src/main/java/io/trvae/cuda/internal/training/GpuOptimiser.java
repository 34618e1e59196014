package io.trvae.cuda.internal.training;

import io.trvae.cuda.internal.gpu.GpuResources;
import io.trvae.cuda.internal.kernels.Arguments;
import io.trvae.spi.training.TrainingOptimiser;
import java.util.Optional;

/** Adam on a GPU. */
final class GpuOptimiser implements TrainingOptimiser {

  private static final double BETA2 = 0.999;
  private static final float EPSILON = 1e-8f;

  private final Device device;
  private final GpuResources resources = new GpuResources();
  private final GpuParameters parameters;
  private final double beta1;
  private final int size;
  private final long moments;
  private final long mask;
  private double learningRate;

  GpuOptimiser(
      Device device,
      GpuParameters parameters,
      double learningRate,
      double beta1,
      Optional<float[]> mask) {
    this.device = device;
    this.parameters = parameters;
    this.learningRate = learningRate;
    this.beta1 = beta1;
    size = parameters.layout().trainedSize();
    moments = device.allocate(resources, 2L * size);
    this.mask = mask.map(this::upload).orElse(0L);
  }

  private long upload(float[] factors) {
    long address = device.allocate(resources, size);
    device.upload(factors, address);
    return address;
  }

  @Override
  public void setLearningRate(double value) {
    learningRate = value;
  }

  @Override
  public void update(long step) {
    double made = step + 1.0;
    double rate = learningRate * Math.sqrt(1 - Math.pow(BETA2, made)) / (1 - Math.pow(beta1, made));
    device.launch(
        "adam",
        size,
        new Arguments()
            .addresses(parameters.values(), parameters.allGradients(), mask, moments)
            .addresses(moments + (long) size * Float.BYTES, size)
            .factors((float) rate, (float) beta1, (float) BETA2, EPSILON));
  }

  @Override
  public float[] toArray() {
    return device.download(moments, 2 * size);
  }

  @Override
  public void restore(float[] state) {
    device.upload(state, moments);
  }

  @Override
  public void close() {
    device.close(resources);
  }
}

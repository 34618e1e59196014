package io.trvae.cuda.internal.training;

import io.trvae.cuda.internal.gpu.GpuResources;
import io.trvae.spi.training.Loss;

/** The mean absolute difference between the first and the second third of a batch. */
final class FeatureMatching implements Loss.Switched {

  private final GpuFeatures features;
  private final double weight;
  private final Comparison comparison;
  private boolean active;

  FeatureMatching(Device device, GpuResources owner, GpuFeatures features, double weight) {
    this.features = features;
    this.weight = weight;
    long elements = (long) features.batch() / 3 * features.shape().size();
    comparison = Comparison.of(device, owner, false, features.count() / 3, elements);
  }

  @Override
  public void setActive(boolean value) {
    active = value;
  }

  @Override
  public double value() {
    return comparison.value();
  }

  private long third() {
    return features.count() / 3 * Float.BYTES;
  }

  @Override
  public void forward(Mode mode) {
    comparison.queue(features.value() + third(), features.value());
  }

  @Override
  public void backward(Target target) {
    if (active) {
      comparison.queueGradient(
          features.value() + third(),
          features.value(),
          weight,
          true,
          features.gradient() + third());
    }
  }
}

package io.trvae.cuda.internal.training;

import io.trvae.cuda.internal.gpu.GpuResources;
import io.trvae.spi.training.Loss;
import org.jspecify.annotations.Nullable;

/** The mean difference of features from a target, squared or absolute. */
final class MeanError implements Loss {

  private final GpuFeatures estimate;
  private final GpuFeatures target;
  private final double weight;
  private final Comparison comparison;
  private GradientSum.@Nullable Part part;

  MeanError(
      Device device,
      GpuResources owner,
      boolean squared,
      GpuFeatures estimate,
      GpuFeatures target,
      double weight) {
    this.estimate = estimate;
    this.target = target;
    this.weight = weight;
    long elements = (long) estimate.batch() * estimate.shape().size();
    comparison = Comparison.of(device, owner, squared, estimate.count(), elements);
  }

  @Override
  public double value() {
    return comparison.value();
  }

  @Override
  public void forward(Mode mode) {
    comparison.queue(estimate.value(), target.value());
  }

  @Override
  public void prepareBackward() {
    part = estimate.claimGradientPart();
  }

  @Override
  public void backward(Target ignored) {
    if (part != null) {
      comparison.queueGradient(estimate.value(), target.value(), weight, false, part.target());
      part.finish();
    }
  }
}

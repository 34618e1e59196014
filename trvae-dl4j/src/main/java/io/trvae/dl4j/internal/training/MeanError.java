package io.trvae.dl4j.internal.training;

import io.trvae.dl4j.internal.onednn.NativeTensor;
import io.trvae.spi.training.Loss;
import org.jspecify.annotations.Nullable;

/**
 * The difference of features from a target, which is taken as given: half of the mean squared, or
 * the mean absolute one.
 */
final class MeanError implements Loss {

  private final Features estimate;
  private final NativeTensor target;
  private final double weight;
  private final boolean squared;
  private final float[] difference;
  private final float[] wanted;
  private double loss;
  private GradientSum.@Nullable Part part;

  /**
   * Compares two tensors.
   *
   * @param estimate what is to come near the target; row-major
   * @param target row-major, of the same shape
   */
  MeanError(Features estimate, NativeTensor target, double weight, boolean squared) {
    this.estimate = estimate;
    this.target = target;
    this.weight = weight;
    this.squared = squared;
    difference = new float[estimate.batch() * estimate.shape().size()];
    wanted = new float[difference.length];
  }

  @Override
  public double value() {
    return loss;
  }

  @Override
  public void forward(Mode mode) {
    estimate.value().floats().get(difference);
    target.floats().get(wanted);
    double sum = 0;
    for (int i = 0; i < difference.length; i++) {
      difference[i] -= wanted[i];
      sum += squared ? difference[i] * difference[i] : Math.abs(difference[i]);
    }
    loss = (squared ? 0.5 : 1) * sum / difference.length;
  }

  @Override
  public void prepareBackward() {
    part = estimate.claimGradientPart();
  }

  @Override
  public void backward(Target ignored) {
    if (part != null) {
      float scale = (float) (weight / difference.length);
      for (int i = 0; i < difference.length; i++) {
        difference[i] = scale * (squared ? difference[i] : Math.signum(difference[i]));
      }
      part.put(difference);
    }
  }
}

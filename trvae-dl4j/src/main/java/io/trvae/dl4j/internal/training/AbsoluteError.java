package io.trvae.dl4j.internal.training;

import io.trvae.dl4j.internal.onednn.NativeTensor;
import io.trvae.spi.training.Loss;
import org.jspecify.annotations.Nullable;

/** The mean absolute difference of features from a target, which is taken as given. */
final class AbsoluteError implements Loss {

  private final Features estimate;
  private final NativeTensor target;
  private final double weight;
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
  AbsoluteError(Features estimate, NativeTensor target, double weight) {
    this.estimate = estimate;
    this.target = target;
    this.weight = weight;
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
      sum += Math.abs(difference[i]);
    }
    loss = sum / difference.length;
  }

  @Override
  public void prepareBackward() {
    part = estimate.claimGradientPart();
  }

  @Override
  public void backward(Target ignored) {
    if (part != null) {
      float slope = (float) (weight / difference.length);
      for (int i = 0; i < difference.length; i++) {
        difference[i] = slope * Math.signum(difference[i]);
      }
      part.target().floats().put(difference);
      part.finish();
    }
  }
}

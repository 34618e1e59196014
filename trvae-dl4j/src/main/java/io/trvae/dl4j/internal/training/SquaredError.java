package io.trvae.dl4j.internal.training;

import io.trvae.dl4j.internal.onednn.NativeTensor;
import io.trvae.spi.training.Loss;
import org.jspecify.annotations.Nullable;

/** Half of the mean squared difference of features from a target, which is taken as given. */
final class SquaredError implements Loss {

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
  SquaredError(Features estimate, NativeTensor target, double weight) {
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
      sum += difference[i] * difference[i];
    }
    loss = 0.5 * sum / difference.length;
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
        difference[i] *= scale;
      }
      part.put(difference);
    }
  }
}

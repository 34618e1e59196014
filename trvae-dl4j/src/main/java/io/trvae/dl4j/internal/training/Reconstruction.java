package io.trvae.dl4j.internal.training;

import org.jspecify.annotations.Nullable;

/** Half of the mean squared error between decoded images and their originals. */
final class Reconstruction implements Operation {

  private final Features images;
  private final double weight;
  private final float[] original;
  private final float[] difference;
  private double loss;
  private GradientSum.@Nullable Part part;

  Reconstruction(Features images, double weight) {
    this.images = images;
    this.weight = weight;
    original = new float[images.batch() * images.shape().size()];
    difference = new float[original.length];
  }

  /** Returns where the originals are to be written, {@code [batch, 3, size, size]}. */
  float[] original() {
    return original;
  }

  /** Returns the loss that the last forward pass measured. */
  double loss() {
    return loss;
  }

  @Override
  public void forward(Mode mode) {
    images.value().floats().get(difference);
    double sum = 0;
    for (int i = 0; i < difference.length; i++) {
      difference[i] -= original[i];
      sum += difference[i] * difference[i];
    }
    loss = 0.5 * sum / difference.length;
  }

  @Override
  public void prepareBackward() {
    part = images.claimGradientPart();
  }

  @Override
  public void backward(Target target) {
    if (part != null) {
      float scale = (float) (weight / difference.length);
      for (int i = 0; i < difference.length; i++) {
        difference[i] *= scale;
      }
      part.target().floats().put(difference);
      part.finish();
    }
  }
}

package io.trvae.dl4j.internal.training;

import io.trvae.spi.training.Loss;
import java.nio.FloatBuffer;

/**
 * The mean absolute difference between the discriminator's features of reconstructions and of their
 * originals (Wang et al. 2018, "High-resolution image synthesis and semantic manipulation with
 * conditional GANs", section 3.2).
 *
 * <p>The batch holds originals first, then as many reconstructions, then other images. The batch is
 * the outermost axis of every layout, so that each part is one range of the memory.
 */
final class FeatureMatching implements Loss.Switched {

  private final Features features;
  private final float[] originals;
  private final float[] reconstructions;
  private final float[] sum;
  private final double weight;
  private boolean active;
  private double loss;

  FeatureMatching(Features features, double weight) {
    this.features = features;
    this.weight = weight;
    int third = features.value().floats().limit() / 3;
    originals = new float[third];
    reconstructions = new float[third];
    sum = new float[third];
  }

  @Override
  public void setActive(boolean value) {
    active = value;
  }

  @Override
  public double value() {
    return loss;
  }

  @Override
  public void forward(Mode mode) {
    FloatBuffer values = features.value().floats();
    values.get(originals).get(reconstructions);
    double total = 0;
    for (int i = 0; i < originals.length; i++) {
      total += Math.abs(reconstructions[i] - originals[i]);
    }
    loss = total / originals.length;
  }

  /** Adds to the gradient that the layers behind have written. */
  @Override
  public void backward(Target target) {
    if (active) {
      float slope = (float) (weight / originals.length);
      FloatBuffer gradient = features.gradient().floats();
      gradient.get(originals.length, sum);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += slope * Math.signum(reconstructions[i] - originals[i]);
      }
      gradient.put(originals.length, sum);
    }
  }
}

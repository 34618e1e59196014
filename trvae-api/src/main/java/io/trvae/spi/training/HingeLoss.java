package io.trvae.spi.training;

import org.jspecify.annotations.Nullable;

/**
 * The hinge form of the adversarial loss (Lim and Ye 2017, "Geometric GAN") on one logit per
 * domain, of which each image's own counts.
 *
 * <p>The batch holds given images first, then twice as many drawn ones. The discriminator minimises
 * the mean of {@code max(0, 1 - logit)} over given images plus that of {@code max(0, 1 + logit)}
 * over drawn ones; the generator minimises the mean of {@code -logit} over drawn ones.
 */
final class HingeLoss implements Operation {

  private final TrainingFeatures logits;
  private final double generatorWeight;
  private final int given;
  private final int drawn;
  private final float[] values;
  private int[] domains;
  private boolean generator;
  private double discriminatorLoss;
  private double generatorLoss;
  private @Nullable GradientPart part;

  HingeLoss(TrainingFeatures logits, double generatorWeight) {
    this.logits = logits;
    this.generatorWeight = generatorWeight;
    given = logits.batch() / 3;
    drawn = logits.batch() - given;
    domains = new int[logits.batch()];
    values = new float[logits.batch() * logits.shape().size()];
  }

  /** Sets the domain of each image of the batch. */
  void setDomains(int[] value) {
    domains = value;
  }

  /** Chooses whose loss the next backward pass is for. */
  void setGenerator(boolean value) {
    generator = value;
  }

  double discriminatorLoss() {
    return discriminatorLoss;
  }

  double generatorLoss() {
    return generatorLoss;
  }

  private int own(int row) {
    return row * logits.shape().channels() + domains[row];
  }

  @Override
  public void forward(Mode mode) {
    logits.get(values);
    discriminatorLoss = 0;
    generatorLoss = 0;
    for (int row = 0; row < domains.length; row++) {
      double logit = values[own(row)];
      if (row < given) {
        discriminatorLoss += Math.max(0, 1 - logit) / given;
      } else {
        discriminatorLoss += Math.max(0, 1 + logit) / drawn;
        generatorLoss -= logit / drawn;
      }
    }
  }

  @Override
  public void prepareBackward() {
    part = logits.claimGradientPart();
  }

  @Override
  public void backward(Target target) {
    if (part == null) {
      return;
    }
    float[] gradient = new float[values.length];
    for (int row = 0; row < domains.length; row++) {
      gradient[own(row)] = slope(row, values[own(row)]);
    }
    part.put(gradient);
  }

  private float slope(int row, float logit) {
    if (generator) {
      return row < given ? 0 : (float) (-generatorWeight / drawn);
    }
    if (row < given) {
      return logit < 1 ? -1f / given : 0;
    }
    return logit > -1 ? 1f / drawn : 0;
  }
}

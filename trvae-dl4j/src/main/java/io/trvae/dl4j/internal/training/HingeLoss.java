package io.trvae.dl4j.internal.training;

import java.nio.FloatBuffer;
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

  private final Features logits;
  private final double generatorWeight;
  private final int given;
  private final int drawn;
  private int[] domains;
  private boolean generator;
  private double discriminatorLoss;
  private double generatorLoss;
  private GradientSum.@Nullable Part part;

  HingeLoss(Features logits, double generatorWeight) {
    this.logits = logits;
    this.generatorWeight = generatorWeight;
    given = logits.batch() / 3;
    drawn = logits.batch() - given;
    domains = new int[logits.batch()];
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
    FloatBuffer values = logits.value().floats();
    discriminatorLoss = 0;
    generatorLoss = 0;
    for (int row = 0; row < domains.length; row++) {
      double logit = values.get(own(row));
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
    part.target().clear();
    FloatBuffer values = logits.value().floats();
    FloatBuffer gradient = part.target().floats();
    for (int row = 0; row < domains.length; row++) {
      gradient.put(own(row), slope(row, values.get(own(row))));
    }
    part.finish();
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

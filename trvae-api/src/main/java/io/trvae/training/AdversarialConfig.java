package io.trvae.training;

/**
 * The weights of adversarial training, which sharpens what a trained model draws: a discriminator
 * with one output per domain judges reconstructions and transferred images.
 *
 * <p>The KL and MMD weights of {@link TrainingConfig} stay in force; its {@link
 * TrainingConfig#reconstructionWeight()} gives way to the one here.
 *
 * @param reconstructionWeight the weight of the mean absolute error between images in [0, 1] and
 *     their reconstructions
 * @param adversarialWeight the weight of the generator's hinge loss
 * @param featureMatchingWeight the weight of the mean absolute difference between the
 *     discriminator's features of images and of their reconstructions, summed over layers
 * @param contentWeight the weight of what a transferred image loses of the coarse layout of light
 *     and colour: 1 minus Pearson's correlation of its 8x8 box averages with those of its source,
 *     averaged over red, green and blue
 * @param latentWeight the weight of the mean absolute distance between the latent mean of a
 *     transferred image and that of its source
 * @param averageDecay the decay per step of the moving average of the weights, which is the model
 *     that training returns; in [0, 1)
 * @param discriminatorRate the discriminator's step size as a multiple of the model's (Heusel et
 *     al. 2017, "GANs trained by a two time-scale update rule converge to a local Nash
 *     equilibrium"); larger than 0
 * @param headStart the number of steps for which the discriminator learns alone, before the model
 *     does; every training begins with a discriminator that knows nothing, and a model trained
 *     against its guesses loses what an earlier one has taught
 * @since 0.1.0
 */
public record AdversarialConfig(
    double reconstructionWeight,
    double adversarialWeight,
    double featureMatchingWeight,
    double contentWeight,
    double latentWeight,
    double averageDecay,
    double discriminatorRate,
    int headStart) {

  /** Weights that work for faces of 64x64 pixels. */
  public static final AdversarialConfig DEFAULT = new AdversarialConfig(40, 4, 4, 1, 0.5, 0.999);

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if a weight is negative or no number, the decay is out of
   *     range, the discriminator's rate is not larger than 0, or the head start is negative
   */
  public AdversarialConfig {
    for (double weight :
        new double[] {
          reconstructionWeight,
          adversarialWeight,
          featureMatchingWeight,
          contentWeight,
          latentWeight
        }) {
      if (!(weight >= 0 && Double.isFinite(weight))) {
        throw new IllegalArgumentException(
            "A weight of adversarial training is " + weight + ", it must be at least 0");
      }
    }
    if (!(averageDecay >= 0 && averageDecay < 1)) {
      throw new IllegalArgumentException(
          "averageDecay is " + averageDecay + ", it must be in [0, 1)");
    }
    if (!(discriminatorRate > 0 && Double.isFinite(discriminatorRate))) {
      throw new IllegalArgumentException(
          "discriminatorRate is " + discriminatorRate + ", it must be larger than 0");
    }
    if (headStart < 0) {
      throw new IllegalArgumentException("headStart is " + headStart + ", it must be at least 0");
    }
  }

  /**
   * Trains against a discriminator that takes steps of twice the model's size, from the first step
   * on.
   *
   * @param reconstructionWeight as above
   * @param adversarialWeight as above
   * @param featureMatchingWeight as above
   * @param contentWeight as above
   * @param latentWeight as above
   * @param averageDecay as above
   * @throws IllegalArgumentException if a weight is negative or no number, or the decay is out of
   *     range
   */
  public AdversarialConfig(
      double reconstructionWeight,
      double adversarialWeight,
      double featureMatchingWeight,
      double contentWeight,
      double latentWeight,
      double averageDecay) {
    this(
        reconstructionWeight,
        adversarialWeight,
        featureMatchingWeight,
        contentWeight,
        latentWeight,
        averageDecay,
        2,
        0);
  }
}

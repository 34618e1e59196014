package io.trvae.training;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The weights of adversarial training, which sharpens what a trained model draws: a discriminator
 * with one output per domain judges reconstructions and transferred images.
 *
 * <p>The KL and MMD weights of {@link TrainingConfig} stay in force; its {@link
 * TrainingConfig#reconstructionWeight()} gives way to the one here. No loss tells a better model
 * from a worse one, so that each epoch counts as the best: the learning rate stays, training does
 * not stop early, and its result is the last average.
 *
 * @param reconstructionWeight the weight of the mean absolute error between images in [0, 1] and
 *     their reconstructions
 * @param coarseWeight the weight of the mean absolute errors of their averages over boxes of 4x4
 *     and of 8x8 pixels, summed: what is coarse comes near the image while fine detail stays the
 *     discriminator's
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
 *     does; a new discriminator knows nothing, and a model trained against its guesses loses what
 *     an earlier one has taught
 * @param initialDiscriminator the checkpoints of an adversarial training for the same domains and
 *     image size, whose discriminator this one goes on with; empty for a new one
 * @since 0.1.0
 */
public record AdversarialConfig(
    double reconstructionWeight,
    double coarseWeight,
    double adversarialWeight,
    double featureMatchingWeight,
    double contentWeight,
    double latentWeight,
    double averageDecay,
    double discriminatorRate,
    int headStart,
    Optional<Path> initialDiscriminator) {

  /** Weights that work for faces of 64x64 pixels. */
  public static final AdversarialConfig DEFAULT = builder().build();

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if a weight is negative or no number, the decay is out of
   *     range, the discriminator's rate is not larger than 0, or the head start is negative
   */
  public AdversarialConfig {
    checkWeight("reconstructionWeight", reconstructionWeight);
    checkWeight("coarseWeight", coarseWeight);
    checkWeight("adversarialWeight", adversarialWeight);
    checkWeight("featureMatchingWeight", featureMatchingWeight);
    checkWeight("contentWeight", contentWeight);
    checkWeight("latentWeight", latentWeight);
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

  private static void checkWeight(String name, double value) {
    if (!(value >= 0 && Double.isFinite(value))) {
      throw new IllegalArgumentException(
          "adversarial " + name + " is " + value + ", it must be finite and at least 0");
    }
  }

  /**
   * Starts from {@link #DEFAULT}.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Collects weights. Not thread-safe; {@link #build()} checks them all.
   *
   * @since 0.1.0
   */
  public static final class Builder {

    private double reconstructionWeight = 40;
    private double coarseWeight;
    private double adversarialWeight = 4;
    private double featureMatchingWeight = 4;
    private double contentWeight = 1;
    private double latentWeight = 0.5;
    private double averageDecay = 0.999;
    private double discriminatorRate = 2;
    private int headStart;
    private Optional<Path> initialDiscriminator = Optional.empty();

    private Builder() {}

    /**
     * Sets the weight of the mean absolute error of reconstructions; 40 unless set.
     *
     * @param value at least 0
     * @return this
     */
    public Builder reconstructionWeight(double value) {
      reconstructionWeight = value;
      return this;
    }

    /**
     * Sets the weight of the mean absolute errors of box averages; 0 unless set.
     *
     * @param value at least 0
     * @return this
     */
    public Builder coarseWeight(double value) {
      coarseWeight = value;
      return this;
    }

    /**
     * Sets the weight of the generator's hinge loss; 4 unless set.
     *
     * @param value at least 0
     * @return this
     */
    public Builder adversarialWeight(double value) {
      adversarialWeight = value;
      return this;
    }

    /**
     * Sets the weight of feature matching; 4 unless set.
     *
     * @param value at least 0
     * @return this
     */
    public Builder featureMatchingWeight(double value) {
      featureMatchingWeight = value;
      return this;
    }

    /**
     * Sets the weight of the coarse layout that a transfer keeps; 1 unless set.
     *
     * @param value at least 0
     * @return this
     */
    public Builder contentWeight(double value) {
      contentWeight = value;
      return this;
    }

    /**
     * Sets the weight of the latent mean that a transfer keeps; 0.5 unless set.
     *
     * @param value at least 0
     * @return this
     */
    public Builder latentWeight(double value) {
      latentWeight = value;
      return this;
    }

    /**
     * Sets the decay of the moving average of the weights; 0.999 unless set.
     *
     * @param value in [0, 1)
     * @return this
     */
    public Builder averageDecay(double value) {
      averageDecay = value;
      return this;
    }

    /**
     * Sets the discriminator's step size as a multiple of the model's; 2 unless set.
     *
     * @param value larger than 0
     * @return this
     */
    public Builder discriminatorRate(double value) {
      discriminatorRate = value;
      return this;
    }

    /**
     * Sets for how many steps the discriminator learns alone; 0 unless set.
     *
     * @param value at least 0
     * @return this
     */
    public Builder headStart(int value) {
      headStart = value;
      return this;
    }

    /**
     * Names the training whose discriminator this one goes on with; a new one unless set.
     *
     * @param checkpointDirectory where that training kept its checkpoint
     * @return this
     */
    public Builder initialDiscriminator(Path checkpointDirectory) {
      initialDiscriminator = Optional.of(checkpointDirectory);
      return this;
    }

    /**
     * Checks and returns the weights.
     *
     * @return the weights
     * @throws IllegalArgumentException if a value is out of its range; the message names it
     */
    public AdversarialConfig build() {
      return new AdversarialConfig(
          reconstructionWeight,
          coarseWeight,
          adversarialWeight,
          featureMatchingWeight,
          contentWeight,
          latentWeight,
          averageDecay,
          discriminatorRate,
          headStart,
          initialDiscriminator);
    }
  }
}

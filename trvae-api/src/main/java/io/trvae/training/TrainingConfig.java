package io.trvae.training;

import io.trvae.DomainLabel;
import io.trvae.model.ModelSpec;
import io.trvae.model.TransferModel;
import io.trvae.network.Network;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What to train and how. {@link #builder(ModelSpec)} starts from defaults that suit the {@code
 * compact} architecture.
 *
 * @param model the sizes of the network and its domains
 * @param batchSize images per step, the same number from each domain: a multiple of the number of
 *     domains
 * @param epochs the largest number of epochs
 * @param stepsPerEpoch steps per epoch
 * @param learningRate Adam's step size at the start
 * @param reconstructionWeight the weight of {@link Losses#reconstruction()}, the paper's eta
 * @param klWeight the weight of {@link Losses#kl()}, the paper's alpha
 * @param mmdWeight the weight of {@link Losses#mmd()}, the paper's beta
 * @param mmdKernel what the MMD loss compares activations with
 * @param mmdEstimate how the MMD loss is estimated from a batch
 * @param mmdMemory how many earlier batches the MMD loss compares a batch with too; 0 for none, as
 *     in the reference. More make a larger MMD weight possible, but mislead an encoder that changes
 *     fast. With {@link MmdKernel#MAHALANOBIS} they are not compared with, but tell the covariance,
 *     and must be at least 1; take enough for a few times as many images as the MMD layer is wide
 * @param klAnnealingEpochs over how many epochs the KL weight grows from 0; 0 for none
 * @param horizontalFlips whether each image is mirrored with probability one half
 * @param plateauPatience epochs without a better validation loss before the learning rate falls
 * @param plateauFactor what the learning rate is multiplied with then, in (0, 1)
 * @param earlyStoppingPatience epochs without a better validation loss before training ends
 * @param validationFraction the share of each domain's images kept for validation, in (0, 0.5]
 * @param initialModel the model whose weights training starts from, or empty for random ones; if it
 *     has fewer domains, those that the model adds behind them are all that is learnt, see {@link
 *     #addedDomains()}; if it is of another architecture with the same decoder, or the same
 *     encoder, that half stays as it is and the other half is learnt. The encoder of {@link
 *     io.trvae.network.Architecture#PORTRAIT_LINEAR} is never learnt: it is computed before the
 *     first step, and an initial model with the same decoder says where that starts
 * @param imitationWeight the weight of the mean absolute distance of latent means from those that
 *     the initial model's encoder gives; plain training of another encoder for its decoder has this
 *     loss, no other training
 * @param frozenNormalisation whether every normalisation keeps the initial model's statistics, in
 *     training too, rather than taking each batch's. What the network makes of an image then
 *     depends on no other image of the batch, as in the finished model; with the batch's statistics
 *     a large MMD weight teaches the encoder to hide a domain in what the images of a batch share
 * @param adversarial the weights of adversarial training, or empty for plain training
 * @param seed determines initial weights, order of images, noise and dropout
 * @param licence the terms under which the trained weights may be used, for the model file
 * @param checkpointDirectory where to keep the state between epochs, or empty for nowhere
 * @since 0.1.0
 */
public record TrainingConfig(
    ModelSpec model,
    int batchSize,
    int epochs,
    int stepsPerEpoch,
    double learningRate,
    double reconstructionWeight,
    double klWeight,
    double mmdWeight,
    MmdKernel mmdKernel,
    MmdEstimate mmdEstimate,
    int mmdMemory,
    int klAnnealingEpochs,
    boolean horizontalFlips,
    int plateauPatience,
    double plateauFactor,
    int earlyStoppingPatience,
    double validationFraction,
    Optional<TransferModel> initialModel,
    double imitationWeight,
    boolean frozenNormalisation,
    Optional<AdversarialConfig> adversarial,
    long seed,
    String licence,
    Optional<Path> checkpointDirectory) {

  /**
   * Checks every value.
   *
   * @throws IllegalArgumentException if a value is out of its range; the message names it
   */
  public TrainingConfig {
    int domains = model.domains().size();
    check(
        batchSize >= 2 * domains && batchSize % domains == 0,
        "batchSize",
        batchSize,
        "a multiple of the " + domains + " domains, at least two images of each");
    check(epochs >= 1, "epochs", epochs, "at least 1");
    check(stepsPerEpoch >= 1, "stepsPerEpoch", stepsPerEpoch, "at least 1");
    check(learningRate > 0 && learningRate < 1, "learningRate", learningRate, "in (0, 1)");
    checkWeight("reconstructionWeight", reconstructionWeight);
    checkWeight("klWeight", klWeight);
    checkWeight("mmdWeight", mmdWeight);
    int leastMemory = mmdKernel == MmdKernel.MAHALANOBIS ? 1 : 0;
    check(
        mmdMemory >= leastMemory && mmdMemory <= 1000,
        "mmdMemory",
        mmdMemory,
        "in [" + leastMemory + ", 1000] with the " + mmdKernel + " kernel");
    check(klAnnealingEpochs >= 0, "klAnnealingEpochs", klAnnealingEpochs, "at least 0");
    check(plateauPatience >= 1, "plateauPatience", plateauPatience, "at least 1");
    check(plateauFactor > 0 && plateauFactor < 1, "plateauFactor", plateauFactor, "in (0, 1)");
    check(earlyStoppingPatience >= 1, "earlyStoppingPatience", earlyStoppingPatience, "at least 1");
    check(
        validationFraction > 0 && validationFraction <= 0.5,
        "validationFraction",
        validationFraction,
        "in (0, 0.5]");
    checkWeight("imitationWeight", imitationWeight);
    initialModel.ifPresent(initial -> checkExtends(model, initial.spec()));
    check(
        !frozenNormalisation || hasSizesOf(model, initialModel),
        "frozenNormalisation",
        frozenNormalisation,
        "false without an initial model of the same architecture and sizes, whose statistics to"
            + " keep");
    adversarial.ifPresent(losses -> checkAdversarial(losses, model, epochs * (long) stepsPerEpoch));
  }

  private static void checkAdversarial(AdversarialConfig losses, ModelSpec model, long steps) {
    int size = model.imageSize();
    check(
        size >= 16 && size % 8 == 0,
        "imageSize",
        size,
        "a multiple of 8, at least 16, for adversarial training");
    check(
        losses.headStart() < steps,
        "headStart",
        losses.headStart(),
        "less than the " + steps + " steps of the training");
  }

  private static boolean hasSizesOf(ModelSpec model, Optional<TransferModel> initial) {
    return initial
        .filter(trained -> model.network().hasSizesOf(trained.spec().network()))
        .isPresent();
  }

  private static void checkExtends(ModelSpec model, ModelSpec initial) {
    int known = initial.domains().size();
    boolean grown =
        known <= model.domains().size()
            && model.domains().subList(0, known).equals(initial.domains())
            && model.network().withDomainCount(known).equals(initial.network());
    if (!grown && !(model.domains().equals(initial.domains()) && shareHalf(model, initial))) {
      throw new IllegalArgumentException(
          "initialModel is "
              + initial
              + ", the model is "
              + model
              + "; they must be of the same kind, the initial model's domains the model's first"
              + " ones, or have the same domains and the same encoder or decoder");
    }
  }

  private static boolean shareHalf(ModelSpec model, ModelSpec initial) {
    Network network = model.network().network();
    Network trained = initial.network().network();
    return network.hasEncoderOf(trained) || network.hasDecoderOf(trained);
  }

  private static void checkWeight(String name, double value) {
    check(value >= 0 && Double.isFinite(value), name, value, "finite and at least 0");
  }

  private static void check(boolean valid, String name, Object value, String expectation) {
    if (!valid) {
      throw new IllegalArgumentException(name + " is " + value + ", it must be " + expectation);
    }
  }

  /**
   * Starts a configuration from the defaults.
   *
   * @param model the sizes of the network and its domains
   * @return a builder
   */
  public static Builder builder(ModelSpec model) {
    return new Builder(model);
  }

  /**
   * Returns the domains that training adds to {@link #initialModel()}.
   *
   * <p>If there are any, training changes nothing but the arrays' elements that belong to their
   * labels: what the initial model does between its own domains stays as it is. This is the
   * "architectural surgery" of Lotfollahi et al. 2022, doi 10.1038/s41587-021-01001-7.
   *
   * @return the model's last domains, those that the initial model lacks; empty if it has all, or
   *     if there is none
   */
  public List<DomainLabel> addedDomains() {
    List<DomainLabel> domains = model.domains();
    int known = initialModel.map(initial -> initial.spec().domains().size()).orElse(domains.size());
    return domains.subList(known, domains.size());
  }

  /**
   * Returns the options that influence the result, as text: what a model file records and what a
   * checkpoint must agree with. Where an initial discriminator lies is not among them: a path says
   * nothing on another machine.
   *
   * @return the values by option name
   */
  public SortedMap<String, String> asMap() {
    SortedMap<String, String> map = new TreeMap<>();
    map.put("architecture", model.network().architecture().id());
    map.put("imageSize", Integer.toString(model.imageSize()));
    map.put("domains", String.join(",", model.domains().stream().map(Object::toString).toList()));
    map.put("latentSize", Integer.toString(model.network().latentSize()));
    map.put("mmdSize", Integer.toString(model.network().mmdSize()));
    map.put("dropout", Float.toString(model.network().dropout()));
    map.put("batchSize", Integer.toString(batchSize));
    map.put("epochs", Integer.toString(epochs));
    map.put("stepsPerEpoch", Integer.toString(stepsPerEpoch));
    map.put("learningRate", Double.toString(learningRate));
    map.put("reconstructionWeight", Double.toString(reconstructionWeight));
    map.put("klWeight", Double.toString(klWeight));
    map.put("mmdWeight", Double.toString(mmdWeight));
    map.put("mmdKernel", mmdKernel.name().toLowerCase(Locale.ROOT));
    map.put("mmdEstimate", mmdEstimate.name().toLowerCase(Locale.ROOT));
    map.put("mmdMemory", Integer.toString(mmdMemory));
    map.put("klAnnealingEpochs", Integer.toString(klAnnealingEpochs));
    map.put("horizontalFlips", Boolean.toString(horizontalFlips));
    map.put("plateauPatience", Integer.toString(plateauPatience));
    map.put("plateauFactor", Double.toString(plateauFactor));
    map.put("earlyStoppingPatience", Integer.toString(earlyStoppingPatience));
    map.put("validationFraction", Double.toString(validationFraction));
    map.put("seed", Long.toString(seed));
    initialModel.ifPresent(
        initial -> {
          map.put("initialModel", initial.provenance().created().toString());
          if (!hasSizesOf(model, initialModel)) {
            map.put("imitationWeight", Double.toString(imitationWeight));
          }
        });
    if (frozenNormalisation) {
      map.put("frozenNormalisation", "true");
    }
    adversarial.ifPresent(
        losses -> {
          map.put("adversarial.reconstructionWeight", "" + losses.reconstructionWeight());
          map.put("adversarial.coarseWeight", "" + losses.coarseWeight());
          map.put("adversarial.adversarialWeight", "" + losses.adversarialWeight());
          map.put("adversarial.featureMatchingWeight", "" + losses.featureMatchingWeight());
          map.put("adversarial.contentWeight", "" + losses.contentWeight());
          map.put("adversarial.latentWeight", "" + losses.latentWeight());
          map.put("adversarial.averageDecay", "" + losses.averageDecay());
          map.put("adversarial.discriminatorRate", "" + losses.discriminatorRate());
          map.put("adversarial.headStart", "" + losses.headStart());
        });
    return map;
  }

  /**
   * Collects options. Not thread-safe; {@link #build()} checks them all.
   *
   * @since 0.1.0
   */
  public static final class Builder {

    private final ModelSpec model;
    private int batchSize;
    private int epochs = 40;
    private int stepsPerEpoch = 100;
    private double learningRate = 1e-3;
    private double reconstructionWeight = 100;
    private double klWeight = 0.05;
    private double mmdWeight = 50;
    private MmdKernel mmdKernel = MmdKernel.REFERENCE;
    private MmdEstimate mmdEstimate = MmdEstimate.UNBIASED;
    private int mmdMemory;
    private int klAnnealingEpochs;
    private boolean horizontalFlips = true;
    private int plateauPatience = 8;
    private double plateauFactor = 0.5;
    private int earlyStoppingPatience = 20;
    private double validationFraction = 0.02;
    private Optional<TransferModel> initialModel = Optional.empty();
    private double imitationWeight = 5;
    private boolean frozenNormalisation;
    private Optional<AdversarialConfig> adversarial = Optional.empty();
    private long seed = 1;
    private String licence = "not stated";
    private Optional<Path> checkpointDirectory = Optional.empty();

    private Builder(ModelSpec model) {
      this.model = model;
      this.batchSize = 16 * model.domains().size();
    }

    /**
     * Sets the images per step; 16 of each domain unless set.
     *
     * @param value a multiple of the number of domains
     * @return this
     */
    public Builder batchSize(int value) {
      batchSize = value;
      return this;
    }

    /**
     * Sets the largest number of epochs; 40 unless set.
     *
     * @param value at least 1
     * @return this
     */
    public Builder epochs(int value) {
      epochs = value;
      return this;
    }

    /**
     * Sets the steps per epoch; 100 unless set.
     *
     * @param value at least 1
     * @return this
     */
    public Builder stepsPerEpoch(int value) {
      stepsPerEpoch = value;
      return this;
    }

    /**
     * Sets Adam's step size at the start; 0.001 unless set.
     *
     * @param value in (0, 1)
     * @return this
     */
    public Builder learningRate(double value) {
      learningRate = value;
      return this;
    }

    /**
     * Sets the weight of the reconstruction loss; 100 unless set.
     *
     * @param value at least 0
     * @return this
     */
    public Builder reconstructionWeight(double value) {
      reconstructionWeight = value;
      return this;
    }

    /**
     * Sets the weight of the KL loss; 0.05 unless set.
     *
     * @param value at least 0
     * @return this
     */
    public Builder klWeight(double value) {
      klWeight = value;
      return this;
    }

    /**
     * Sets the weight of the MMD loss; 50 unless set. Too small a weight lets the network ignore
     * the label.
     *
     * @param value at least 0
     * @return this
     */
    public Builder mmdWeight(double value) {
      mmdWeight = value;
      return this;
    }

    /**
     * Sets what the MMD loss compares activations with; the reference's kernel unless set.
     *
     * @param value the kernel
     * @return this
     */
    public Builder mmdKernel(MmdKernel value) {
      mmdKernel = value;
      return this;
    }

    /**
     * Sets how the MMD loss is estimated from a batch; unbiased unless set.
     *
     * @param value the estimate
     * @return this
     */
    public Builder mmdEstimate(MmdEstimate value) {
      mmdEstimate = value;
      return this;
    }

    /**
     * Sets how many earlier batches the MMD loss remembers; 0 unless set.
     *
     * @param value in [0, 1000]; at least 1 for {@link MmdKernel#MAHALANOBIS}
     * @return this
     */
    public Builder mmdMemory(int value) {
      mmdMemory = value;
      return this;
    }

    /**
     * Sets over how many epochs the KL weight grows from 0; 0, at once, unless set.
     *
     * @param value at least 0
     * @return this
     */
    public Builder klAnnealingEpochs(int value) {
      klAnnealingEpochs = value;
      return this;
    }

    /**
     * Sets whether images are mirrored at random; true unless set.
     *
     * @param value true to mirror
     * @return this
     */
    public Builder horizontalFlips(boolean value) {
      horizontalFlips = value;
      return this;
    }

    /**
     * Sets after how many epochs without progress the learning rate falls; 8 unless set.
     *
     * @param value at least 1
     * @return this
     */
    public Builder plateauPatience(int value) {
      plateauPatience = value;
      return this;
    }

    /**
     * Sets what the learning rate is multiplied with on a plateau; 0.5 unless set.
     *
     * @param value in (0, 1)
     * @return this
     */
    public Builder plateauFactor(double value) {
      plateauFactor = value;
      return this;
    }

    /**
     * Sets after how many epochs without progress training ends; 20 unless set.
     *
     * @param value at least 1
     * @return this
     */
    public Builder earlyStoppingPatience(int value) {
      earlyStoppingPatience = value;
      return this;
    }

    /**
     * Sets the share of images kept for validation; 0.02 unless set.
     *
     * @param value in (0, 0.5]
     * @return this
     */
    public Builder validationFraction(double value) {
      validationFraction = value;
      return this;
    }

    /**
     * Sets the model whose weights training starts from; random weights unless set.
     *
     * @param value a model of the same kind, with all domains or the first ones
     * @return this
     */
    public Builder initialModel(TransferModel value) {
      initialModel = Optional.of(value);
      return this;
    }

    /**
     * Sets the weight of the distance from the initial model's latent means; 5 unless set.
     *
     * @param value at least 0
     * @return this
     */
    public Builder imitationWeight(double value) {
      imitationWeight = value;
      return this;
    }

    /**
     * Sets whether normalisations keep the initial model's statistics; false unless set.
     *
     * @param value true to keep them
     * @return this
     */
    public Builder frozenNormalisation(boolean value) {
      frozenNormalisation = value;
      return this;
    }

    /**
     * Asks for adversarial training; plain training unless set.
     *
     * @param value the weights of its losses
     * @return this
     */
    public Builder adversarial(AdversarialConfig value) {
      adversarial = Optional.of(value);
      return this;
    }

    /**
     * Sets the seed; 1 unless set.
     *
     * @param value any number
     * @return this
     */
    public Builder seed(long value) {
      seed = value;
      return this;
    }

    /**
     * Sets the terms under which the trained weights may be used; "not stated" unless set.
     *
     * @param value free text
     * @return this
     */
    public Builder licence(String value) {
      licence = value;
      return this;
    }

    /**
     * Sets where the state is kept between epochs; nowhere unless set.
     *
     * @param value a directory, created when missing
     * @return this
     */
    public Builder checkpointDirectory(Path value) {
      checkpointDirectory = Optional.of(value);
      return this;
    }

    /**
     * Checks the options.
     *
     * @return the configuration
     * @throws IllegalArgumentException if a value is out of its range; the message names it
     */
    public TrainingConfig build() {
      return new TrainingConfig(
          model,
          batchSize,
          epochs,
          stepsPerEpoch,
          learningRate,
          reconstructionWeight,
          klWeight,
          mmdWeight,
          mmdKernel,
          mmdEstimate,
          mmdMemory,
          klAnnealingEpochs,
          horizontalFlips,
          plateauPatience,
          plateauFactor,
          earlyStoppingPatience,
          validationFraction,
          initialModel,
          imitationWeight,
          frozenNormalisation,
          adversarial,
          seed,
          licence,
          checkpointDirectory);
    }
  }
}

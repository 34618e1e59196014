package io.trvae.samples;

import io.trvae.DomainLabel;
import io.trvae.model.ModelSpec;
import io.trvae.model.TransferModel;
import io.trvae.network.Architecture;
import io.trvae.network.NetworkSpec;
import io.trvae.training.AdversarialConfig;
import io.trvae.training.MmdEstimate;
import io.trvae.training.MmdKernel;
import io.trvae.training.TrainingConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** How to train: an option for each field of {@link TrainingConfig}, with the same defaults. */
final class TrainingOptions {

  /** Says what the defaults are; the sizes of its model play no part in them. */
  private static final TrainingConfig DEFAULTS =
      TrainingConfig.builder(
              new ModelSpec(
                  new NetworkSpec(Architecture.COMPACT, 16, 2, 1, 1, 0),
                  List.of(DomainLabel.REAL, DomainLabel.ANIME)))
          .build();

  @Spec(Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      description =
          "Images per step, a multiple of the number of domains. Default: 16 of each domain.")
  private @Nullable Integer batchSize;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "The largest number of epochs. Default: ${DEFAULT-VALUE}.")
  private int epochs = DEFAULTS.epochs();

  @Option(
      names = "--steps-per-epoch",
      paramLabel = "N",
      description = "Steps per epoch. Default: ${DEFAULT-VALUE}.")
  private int stepsPerEpoch = DEFAULTS.stepsPerEpoch();

  @Option(
      names = "--learning-rate",
      paramLabel = "RATE",
      description =
          "Adam's step size at the start; 2e-4 suits adversarial training. Default: ${DEFAULT-VALUE}.")
  private double learningRate = DEFAULTS.learningRate();

  @Option(
      names = "--reconstruction-weight",
      paramLabel = "W",
      description = "The weight of the reconstruction loss. Default: ${DEFAULT-VALUE}.")
  private double reconstructionWeight = DEFAULTS.reconstructionWeight();

  @Option(
      names = "--kl-weight",
      paramLabel = "W",
      description = "The weight of the KL loss. Default: ${DEFAULT-VALUE}.")
  private double klWeight = DEFAULTS.klWeight();

  @Option(
      names = "--mmd-weight",
      paramLabel = "W",
      description = "The weight of the MMD loss. Default: ${DEFAULT-VALUE}.")
  private double mmdWeight = DEFAULTS.mmdWeight();

  @Option(
      names = "--mmd-kernel",
      paramLabel = "reference|mahalanobis",
      description = "What the MMD loss compares activations with. Default: ${DEFAULT-VALUE}.")
  private MmdKernel mmdKernel = DEFAULTS.mmdKernel();

  @Option(
      names = "--mmd-estimate",
      paramLabel = "unbiased|biased",
      description = "How the MMD loss is estimated from a batch. Default: ${DEFAULT-VALUE}.")
  private MmdEstimate mmdEstimate = DEFAULTS.mmdEstimate();

  @Option(
      names = "--mmd-memory",
      paramLabel = "N",
      description =
          "How many earlier batches the MMD loss compares a batch with, or takes the covariance of. Default: ${DEFAULT-VALUE}.")
  private int mmdMemory = DEFAULTS.mmdMemory();

  @Option(
      names = "--kl-annealing-epochs",
      paramLabel = "N",
      description = "Over how many epochs the KL weight grows from 0. Default: ${DEFAULT-VALUE}.")
  private int klAnnealingEpochs = DEFAULTS.klAnnealingEpochs();

  @Option(
      names = "--horizontal-flips",
      arity = "1",
      paramLabel = "true|false",
      description = "Mirror images at random. Default: ${DEFAULT-VALUE}.")
  private boolean horizontalFlips = DEFAULTS.horizontalFlips();

  @Option(
      names = "--plateau-patience",
      paramLabel = "N",
      description =
          "Epochs without progress before the learning rate falls. Default: ${DEFAULT-VALUE}.")
  private int plateauPatience = DEFAULTS.plateauPatience();

  @Option(
      names = "--plateau-factor",
      paramLabel = "F",
      description = "What the learning rate is then multiplied with. Default: ${DEFAULT-VALUE}.")
  private double plateauFactor = DEFAULTS.plateauFactor();

  @Option(
      names = "--early-stopping-patience",
      paramLabel = "N",
      description = "Epochs without progress before training ends. Default: ${DEFAULT-VALUE}.")
  private int earlyStoppingPatience = DEFAULTS.earlyStoppingPatience();

  @Option(
      names = "--validation-fraction",
      paramLabel = "F",
      description = "The share of images kept for validation. Default: ${DEFAULT-VALUE}.")
  private double validationFraction = DEFAULTS.validationFraction();

  @Option(
      names = "--imitation-weight",
      paramLabel = "W",
      description =
          "Plain training of another encoder for the initial model's decoder: the weight of the distance from that model's latent means. Default: ${DEFAULT-VALUE}.")
  private double imitationWeight = DEFAULTS.imitationWeight();

  @Option(
      names = "--frozen-normalisation",
      fallbackValue = "true",
      description =
          "Keep the statistics that the normalisations of --initial-model have; a large --mmd-weight needs that.")
  private boolean frozenNormalisation = DEFAULTS.frozenNormalisation();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description =
          "Determines initial weights, the order of images and noise. Default: ${DEFAULT-VALUE}.")
  private long seed = DEFAULTS.seed();

  @Option(
      names = "--licence",
      paramLabel = "TEXT",
      description =
          "The terms under which the trained weights may be used. Default: ${DEFAULT-VALUE}.")
  private String licence = DEFAULTS.licence();

  @Option(
      names = "--adversarial",
      fallbackValue = "true",
      description = "Train against a discriminator too, which sharpens a trained --initial-model.")
  private boolean adversarial;

  @Option(
      names = "--adversarial-reconstruction-weight",
      paramLabel = "W",
      description =
          "Adversarial training: the weight of the reconstruction loss. Default: ${DEFAULT-VALUE}.")
  private double adversarialReconstructionWeight = AdversarialConfig.DEFAULT.reconstructionWeight();

  @Option(
      names = "--adversarial-coarse-weight",
      paramLabel = "W",
      description =
          "Adversarial training: the weight of the reconstruction loss of averages over 4x4 and 8x8 pixels. Default: ${DEFAULT-VALUE}.")
  private double adversarialCoarseWeight = AdversarialConfig.DEFAULT.coarseWeight();

  @Option(
      names = "--adversarial-weight",
      paramLabel = "W",
      description =
          "Adversarial training: the weight of the generator's hinge loss. Default: ${DEFAULT-VALUE}.")
  private double adversarialWeight = AdversarialConfig.DEFAULT.adversarialWeight();

  @Option(
      names = "--adversarial-feature-matching-weight",
      paramLabel = "W",
      description =
          "Adversarial training: the weight of feature matching. Default: ${DEFAULT-VALUE}.")
  private double adversarialFeatureMatchingWeight =
      AdversarialConfig.DEFAULT.featureMatchingWeight();

  @Option(
      names = "--adversarial-content-weight",
      paramLabel = "W",
      description =
          "Adversarial training: the weight of the coarse layout of light and colour that a transfer keeps. Default: ${DEFAULT-VALUE}.")
  private double adversarialContentWeight = AdversarialConfig.DEFAULT.contentWeight();

  @Option(
      names = "--adversarial-latent-weight",
      paramLabel = "W",
      description =
          "Adversarial training: the weight of the re-encoded latent code. Default: ${DEFAULT-VALUE}.")
  private double adversarialLatentWeight = AdversarialConfig.DEFAULT.latentWeight();

  @Option(
      names = "--adversarial-average-decay",
      paramLabel = "F",
      description =
          "Adversarial training: the decay of the moving average of the weights. Default: ${DEFAULT-VALUE}.")
  private double adversarialAverageDecay = AdversarialConfig.DEFAULT.averageDecay();

  @Option(
      names = "--adversarial-discriminator-rate",
      paramLabel = "F",
      description =
          "Adversarial training: the discriminator's step size as a multiple of --learning-rate. Default: ${DEFAULT-VALUE}.")
  private double adversarialDiscriminatorRate = AdversarialConfig.DEFAULT.discriminatorRate();

  @Option(
      names = "--adversarial-head-start",
      paramLabel = "N",
      description =
          "Adversarial training: steps for which the discriminator learns alone. Default: ${DEFAULT-VALUE}.")
  private int adversarialHeadStart = AdversarialConfig.DEFAULT.headStart();

  @Option(
      names = "--adversarial-initial-discriminator",
      paramLabel = "DIR",
      description =
          "Adversarial training: the checkpoint folder of an earlier one, whose discriminator this one goes on with.")
  private @Nullable Path adversarialInitialDiscriminator;

  TrainingConfig config(ModelSpec model, Optional<TransferModel> initial, Path checkpoints) {
    return Arguments.check(command, () -> build(model, initial, checkpoints));
  }

  private TrainingConfig build(ModelSpec model, Optional<TransferModel> initial, Path checkpoints) {
    TrainingConfig.Builder builder = TrainingConfig.builder(model);
    if (batchSize != null) {
      builder.batchSize(batchSize);
    }
    initial.ifPresent(builder::initialModel);
    adversarial().ifPresent(builder::adversarial);
    return builder
        .epochs(epochs)
        .stepsPerEpoch(stepsPerEpoch)
        .learningRate(learningRate)
        .reconstructionWeight(reconstructionWeight)
        .klWeight(klWeight)
        .mmdWeight(mmdWeight)
        .mmdKernel(mmdKernel)
        .mmdEstimate(mmdEstimate)
        .mmdMemory(mmdMemory)
        .klAnnealingEpochs(klAnnealingEpochs)
        .horizontalFlips(horizontalFlips)
        .plateauPatience(plateauPatience)
        .plateauFactor(plateauFactor)
        .earlyStoppingPatience(earlyStoppingPatience)
        .validationFraction(validationFraction)
        .imitationWeight(imitationWeight)
        .frozenNormalisation(frozenNormalisation)
        .seed(seed)
        .licence(licence)
        .checkpointDirectory(checkpoints)
        .build();
  }

  private Optional<AdversarialConfig> adversarial() {
    AdversarialConfig.Builder builder =
        AdversarialConfig.builder()
            .reconstructionWeight(adversarialReconstructionWeight)
            .coarseWeight(adversarialCoarseWeight)
            .adversarialWeight(adversarialWeight)
            .featureMatchingWeight(adversarialFeatureMatchingWeight)
            .contentWeight(adversarialContentWeight)
            .latentWeight(adversarialLatentWeight)
            .averageDecay(adversarialAverageDecay)
            .discriminatorRate(adversarialDiscriminatorRate)
            .headStart(adversarialHeadStart);
    if (adversarialInitialDiscriminator != null) {
      builder.initialDiscriminator(adversarialInitialDiscriminator);
    }
    AdversarialConfig weights = builder.build();
    if (adversarial) {
      return Optional.of(weights);
    }
    if (!weights.equals(AdversarialConfig.DEFAULT)) {
      throw new ParameterException(
          command.commandLine(), "The adversarial options have no effect without --adversarial");
    }
    return Optional.empty();
  }
}

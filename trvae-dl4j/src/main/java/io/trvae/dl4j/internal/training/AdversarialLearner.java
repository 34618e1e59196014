package io.trvae.dl4j.internal.training;

import io.trvae.dl4j.internal.training.AdversarialNetwork.AdversarialLosses;
import io.trvae.network.Network;
import io.trvae.training.AdversarialConfig;
import io.trvae.training.Losses;
import io.trvae.training.TrainingConfig;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains a model against a discriminator. What becomes the model is a moving average of its weights
 * (Yazıcı et al. 2019, "The unusual effectiveness of averaging in GAN training").
 */
final class AdversarialLearner implements Learner {

  private static final Logger LOG = LoggerFactory.getLogger(AdversarialLearner.class);

  /** Usual for adversarial training: Radford et al. 2016, "DCGAN". */
  private static final double BETA1 = 0.5;

  private final AdversarialConfig weights;
  private final int stepsPerEpoch;
  private final Parameters parameters;
  private final Parameters averaged;
  private final Parameters discriminator;
  private final AdversarialNetwork network;
  private final TrainingNetwork averagedNetwork;
  private final Optimiser optimiser;
  private final Optimiser discriminatorOptimiser;

  AdversarialLearner(Network description, TrainingConfig config, AdversarialConfig weights) {
    this.weights = weights;
    stepsPerEpoch = config.stepsPerEpoch();
    parameters = Initialiser.parameters(description.parameters(), config);
    averaged = new Parameters(description.parameters());
    averaged.fill(parameters.toArray());
    discriminator = new Parameters(Discriminator.parameters(description.spec()));
    Initialiser.fill(discriminator, config.seed());
    network = new AdversarialNetwork(description, parameters, discriminator, config, weights);
    network.initialise(config.seed());
    weights
        .initialDiscriminator()
        .ifPresent(directory -> discriminator.fill(InitialDiscriminator.read(directory, config)));
    averagedNetwork = new TrainingNetwork(description, averaged, config);
    optimiser =
        new Optimiser(
            parameters, config.learningRate(), BETA1, Inheritance.of(config).mask(parameters));
    discriminatorOptimiser =
        new Optimiser(discriminator, weights.discriminatorRate() * config.learningRate(), BETA1);
  }

  @Override
  public Losses learn(Batch batch, long step, double klWeight) {
    AdversarialLosses losses = network.train(batch, step, klWeight);
    discriminatorOptimiser.update(step);
    if (step >= weights.headStart()) {
      optimiser.update(step - weights.headStart());
      averaged.follow(parameters, weights.averageDecay());
    }
    if ((step + 1) % stepsPerEpoch == 0) {
      LOG.info("After {} steps: {}", step + 1, losses);
      // Before it is validated: what it makes of images is compared as what was learnt from.
      averagedNetwork.restoreMemory(network.memory());
    }
    return losses.common();
  }

  @Override
  public void setLearningRate(double learningRate) {
    optimiser.setLearningRate(learningRate);
    discriminatorOptimiser.setLearningRate(weights.discriminatorRate() * learningRate);
  }

  @Override
  public TrainingNetwork network() {
    return averagedNetwork;
  }

  @Override
  public List<float[]> state() {
    return List.of(
        parameters.toArray(),
        optimiser.toArray(),
        averaged.toArray(),
        discriminator.toArray(),
        discriminatorOptimiser.toArray(),
        network.memory());
  }

  /** Returns the discriminator's arrays of a learner's state. */
  static float[] discriminator(List<float[]> state) {
    return state.get(3);
  }

  @Override
  public void restore(List<float[]> state) {
    parameters.fill(state.get(0));
    optimiser.restore(state.get(1));
    averaged.fill(state.get(2));
    discriminator.fill(discriminator(state));
    discriminatorOptimiser.restore(state.get(4));
    network.restoreMemory(state.get(5));
  }

  @Override
  public void close() {
    network.close();
    averagedNetwork.close();
    optimiser.close();
    discriminatorOptimiser.close();
    parameters.close();
    averaged.close();
    discriminator.close();
  }
}

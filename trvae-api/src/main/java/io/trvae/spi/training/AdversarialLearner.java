package io.trvae.spi.training;

import io.trvae.network.Network;
import io.trvae.spi.training.AdversarialNetwork.AdversarialLosses;
import io.trvae.training.AdversarialConfig;
import io.trvae.training.Losses;
import io.trvae.training.TrainingConfig;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains a model against a discriminator. What becomes the model is a moving average of its weights
 * (Yazıcı et al. 2019, "The unusual effectiveness of averaging in GAN training").
 */
final class AdversarialLearner<F extends TrainingFeatures, P extends TrainingParameters>
    implements Learner {

  private static final Logger LOG = LoggerFactory.getLogger(AdversarialLearner.class);

  /** Usual for adversarial training: Radford et al. 2016, "DCGAN". */
  private static final double BETA1 = 0.5;

  private final AdversarialConfig weights;
  private final int stepsPerEpoch;
  private final TrainingEngine<F, P> engine;
  private final P parameters;
  private final P averaged;
  private final P discriminator;
  private final AdversarialNetwork<F, P> network;
  private final TrainingNetwork<F, P> averagedNetwork;
  private final TrainingOptimiser optimiser;
  private final TrainingOptimiser discriminatorOptimiser;

  AdversarialLearner(
      TrainingEngine<F, P> engine,
      Network description,
      TrainingConfig config,
      AdversarialConfig weights,
      float[] start) {
    // Before anything is allocated; a checkpoint brings a discriminator of its own.
    Optional<float[]> initialDiscriminator =
        weights
            .initialDiscriminator()
            .filter(directory -> config.checkpointDirectory().filter(Checkpoint::isIn).isEmpty())
            .map(directory -> InitialDiscriminator.read(directory, config));
    this.engine = engine;
    this.weights = weights;
    stepsPerEpoch = config.stepsPerEpoch();
    ParameterLayout layout = new ParameterLayout(description.parameters());
    parameters = engine.parameters(layout);
    parameters.fill(start);
    averaged = engine.parameters(layout);
    averaged.fill(start);
    ParameterLayout ofDiscriminator =
        new ParameterLayout(Discriminator.parameters(description.spec()));
    discriminator = engine.parameters(ofDiscriminator);
    discriminator.fill(
        initialDiscriminator.orElseGet(() -> Discriminator.start(ofDiscriminator, config.seed())));
    network =
        new AdversarialNetwork<>(engine, description, parameters, discriminator, config, weights);
    averagedNetwork = new TrainingNetwork<>(engine, description, averaged, config);
    optimiser =
        engine.optimiser(
            parameters, config.learningRate(), BETA1, Inheritance.of(config).mask(layout));
    discriminatorOptimiser =
        engine.optimiser(
            discriminator,
            weights.discriminatorRate() * config.learningRate(),
            BETA1,
            Optional.empty());
  }

  @Override
  public Losses learn(Batch batch, long step, double klWeight) {
    AdversarialLosses losses = network.train(batch, step, klWeight);
    discriminatorOptimiser.update(step);
    if (step >= weights.headStart()) {
      optimiser.update(step - weights.headStart());
      engine.follow(averaged, parameters, weights.averageDecay());
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
  public TrainingNetwork<F, P> network() {
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

package io.trvae.dl4j.internal.training;

import io.trvae.dl4j.internal.training.AdversarialNetwork.AdversarialLosses;
import io.trvae.network.Network;
import io.trvae.training.AdversarialConfig;
import io.trvae.training.Losses;
import io.trvae.training.TrainingConfig;
import java.util.Map;
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
  private final Parameters judge;
  private final AdversarialNetwork network;
  private final TrainingNetwork averagedNetwork;
  private final Optimiser optimiser;
  private final Optimiser judgeOptimiser;

  AdversarialLearner(Network description, TrainingConfig config, AdversarialConfig weights) {
    this.weights = weights;
    stepsPerEpoch = config.stepsPerEpoch();
    parameters = Initialiser.parameters(description.parameters(), config);
    averaged = new Parameters(description.parameters());
    averaged.fill(parameters.toArray());
    judge = new Parameters(Discriminator.parameters(description.spec()));
    Initialiser.fill(judge, config.seed());
    network = new AdversarialNetwork(description, parameters, judge, config, weights);
    network.initialise(config.seed());
    averagedNetwork = new TrainingNetwork(description, averaged, config);
    optimiser = new Optimiser(parameters, config.learningRate(), BETA1);
    judgeOptimiser = new Optimiser(judge, config.learningRate(), BETA1);
  }

  @Override
  public Losses learn(Batch batch, long step, double klWeight) {
    AdversarialLosses losses = network.train(batch, step, klWeight);
    optimiser.update(step);
    judgeOptimiser.update(step);
    averaged.follow(parameters, weights.averageDecay());
    if ((step + 1) % stepsPerEpoch == 0) {
      LOG.info("After {} steps: {}", step + 1, losses);
    }
    return losses.common();
  }

  @Override
  public void setLearningRate(double learningRate) {
    optimiser.setLearningRate(learningRate);
    judgeOptimiser.setLearningRate(learningRate);
  }

  @Override
  public TrainingNetwork network() {
    return averagedNetwork;
  }

  @Override
  public Map<String, float[]> state() {
    return Map.of(
        "values", parameters.toArray(),
        "moments", optimiser.toArray(),
        "averaged", averaged.toArray(),
        "judge", judge.toArray(),
        "judgeMoments", judgeOptimiser.toArray());
  }

  @Override
  public void restore(Map<String, float[]> state) {
    parameters.fill(state.get("values"));
    optimiser.restore(state.get("moments"));
    averaged.fill(state.get("averaged"));
    judge.fill(state.get("judge"));
    judgeOptimiser.restore(state.get("judgeMoments"));
  }

  @Override
  public void close() {
    network.close();
    averagedNetwork.close();
    optimiser.close();
    judgeOptimiser.close();
    parameters.close();
    averaged.close();
    judge.close();
  }
}

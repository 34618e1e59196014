package io.trvae.dl4j.internal.training;

import io.trvae.network.Network;
import io.trvae.training.Losses;
import io.trvae.training.TrainingConfig;
import java.util.Map;

/** Minimises reconstruction, KL and MMD losses. */
final class PlainLearner implements Learner {

  /** Kingma and Ba's default. */
  private static final double BETA1 = 0.9;

  private final Parameters parameters;
  private final TrainingNetwork network;
  private final Optimiser optimiser;

  PlainLearner(Network description, TrainingConfig config) {
    parameters = Initialiser.parameters(description.parameters(), config);
    network = new TrainingNetwork(description, parameters, config);
    optimiser = new Optimiser(parameters, config.learningRate(), BETA1);
  }

  @Override
  public Losses learn(Batch batch, long step, double klWeight) {
    Losses losses = network.train(batch, step, klWeight);
    optimiser.update(step);
    return losses;
  }

  @Override
  public void setLearningRate(double learningRate) {
    optimiser.setLearningRate(learningRate);
  }

  @Override
  public TrainingNetwork network() {
    return network;
  }

  @Override
  public Map<String, float[]> state() {
    return Map.of("values", parameters.toArray(), "moments", optimiser.toArray());
  }

  @Override
  public void restore(Map<String, float[]> state) {
    parameters.fill(state.get("values"));
    optimiser.restore(state.get("moments"));
  }

  @Override
  public void close() {
    network.close();
    optimiser.close();
    parameters.close();
  }
}

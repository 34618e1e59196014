package io.trvae.dl4j.internal.training;

import io.trvae.network.Network;
import io.trvae.training.Losses;
import io.trvae.training.TrainingConfig;
import java.util.List;

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
    optimiser =
        new Optimiser(
            parameters, config.learningRate(), BETA1, Inheritance.of(config).mask(parameters));
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
  public List<float[]> state() {
    return List.of(parameters.toArray(), optimiser.toArray(), network.memory());
  }

  @Override
  public void restore(List<float[]> state) {
    parameters.fill(state.get(0));
    optimiser.restore(state.get(1));
    network.restoreMemory(state.get(2));
  }

  @Override
  public void close() {
    network.close();
    optimiser.close();
    parameters.close();
  }
}

package io.trvae.spi.training;

import io.trvae.network.Network;
import io.trvae.training.Losses;
import io.trvae.training.TrainingConfig;
import java.util.List;

/** Minimises reconstruction, KL and MMD losses. */
final class PlainLearner<F extends TrainingFeatures, P extends TrainingParameters>
    implements Learner {

  /** Kingma and Ba's default. */
  private static final double BETA1 = 0.9;

  private final P parameters;
  private final TrainingNetwork<F, P> network;
  private final TrainingOptimiser optimiser;

  PlainLearner(
      TrainingEngine<F, P> engine, Network description, TrainingConfig config, float[] start) {
    ParameterLayout layout = new ParameterLayout(description.parameters());
    parameters = engine.parameters(layout);
    parameters.fill(start);
    network = new TrainingNetwork<>(engine, description, parameters, config);
    optimiser =
        engine.optimiser(
            parameters, config.learningRate(), BETA1, Inheritance.of(config).mask(layout));
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
  public TrainingNetwork<F, P> network() {
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

package io.trvae.spi.training;

import io.trvae.network.Network;
import io.trvae.training.Losses;
import io.trvae.training.TrainingConfig;
import java.util.List;

/** A network that learns batch by batch, with everything that has to survive an interruption. */
interface Learner extends AutoCloseable {

  /**
   * Starts what a configuration asks for.
   *
   * @param start the network's arrays, see {@link Initialiser}
   */
  static <F extends TrainingFeatures, P extends TrainingParameters> Learner start(
      TrainingEngine<F, P> engine, Network network, TrainingConfig config, float[] start) {
    return config.adversarial().isPresent()
        ? new AdversarialLearner<>(engine, network, config, config.adversarial().get(), start)
        : new PlainLearner<>(engine, network, config, start);
  }

  /**
   * Learns from a batch.
   *
   * @param batch the images
   * @param step the number of steps made before; determines all random choices
   * @param klWeight the weight of the KL loss at this step
   * @return the losses before the update
   */
  Losses learn(Batch batch, long step, double klWeight);

  /** Sets the step size of the steps to come. */
  void setLearningRate(double learningRate);

  /** Returns the network as it would become a model now; for inference. */
  TrainingNetwork<?, ?> network();

  /** Returns a copy of the whole state, always in the same order. */
  List<float[]> state();

  /** Goes back to a state. */
  void restore(List<float[]> state);

  @Override
  void close();
}

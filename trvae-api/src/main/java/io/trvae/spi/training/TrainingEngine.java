package io.trvae.spi.training;

import java.util.Optional;

/**
 * What computes a training: memory for arrays, the operations on them, and an optimiser. Everything
 * else of a training is common to all engines, see {@link TrainingLoop}.
 *
 * <p>Not thread-safe.
 *
 * @param <F> the engine's features
 * @param <P> the engine's parameters
 * @since 0.1.0
 */
public interface TrainingEngine<F extends TrainingFeatures, P extends TrainingParameters>
    extends AutoCloseable {

  /**
   * Returns what computes, and in which precision, for the metadata of models.
   *
   * @return a few words
   */
  String description();

  /**
   * Allocates the arrays of a network, filled with 0.
   *
   * @param layout the arrays
   * @return the parameters; the caller closes them, before the engine
   */
  P parameters(ParameterLayout layout);

  /**
   * Prepares to train.
   *
   * @param parameters what to move
   * @param learningRate Adam's step size
   * @param beta1 the decay of Adam's first moment
   * @param mask what gradients are multiplied with, {@link ParameterLayout#trainedSize()} numbers;
   *     empty for 1
   * @return the optimiser; the caller closes it, before the parameters
   */
  TrainingOptimiser optimiser(
      P parameters, double learningRate, double beta1, Optional<float[]> mask);

  /**
   * Moves all arrays of a network towards those of another of the same layout: a moving average.
   * What is equal already stays so to the last bit.
   *
   * @param average what to move
   * @param parameters where to
   * @param decay the share that stays
   */
  void follow(P average, P parameters, double decay);

  /**
   * Starts a network.
   *
   * @return without operations; the caller closes it, before the parameters
   */
  TrainingGraph<F, P> graph();

  /** Frees what the engine holds itself. */
  @Override
  void close();
}

package io.trvae.dl4j.internal.training;

import io.trvae.Cancellation;
import io.trvae.ErrorCode;
import io.trvae.ProgressListener;
import io.trvae.TrainingException;
import io.trvae.TransferCancelledException;

/**
 * The steps of training a network that stands beside a model, with Adam.
 *
 * @param noun what the network is called
 * @param parameters its arrays
 * @param learningRate what Adam starts with; it falls by half a cosine, so that the last steps
 *     settle
 */
record AuxiliaryTraining(String noun, Parameters parameters, double learningRate) {

  private static final double BETA1 = 0.9;

  /** Computes the gradients of a step's batch. */
  @FunctionalInterface
  interface Step {

    /** Returns the loss. */
    double run(int step);
  }

  /**
   * Trains.
   *
   * @param batch how many pictures a step has, for the listener
   */
  void run(int steps, int batch, Step step, ProgressListener listener, Cancellation cancellation) {
    try (Optimiser optimiser = new Optimiser(parameters, learningRate, BETA1)) {
      for (int number = 0; number < steps; number++) {
        if (cancellation.isCancelled()) {
          throw new TransferCancelledException(
              ErrorCode.CANCELLED, "The " + noun + "'s training was cancelled at step " + number);
        }
        double loss = step.run(number);
        if (!Double.isFinite(loss)) {
          throw new TrainingException(
              ErrorCode.TRAINING_DIVERGED,
              "The " + noun + "'s loss is " + loss + " at step " + number + "; try another seed");
        }
        optimiser.setLearningRate(
            learningRate * 0.5 * (1 + Math.cos(Math.PI * (number + 1) / steps)));
        optimiser.update(number);
        listener.onProgress((number + 1) * batch, steps * batch);
      }
    }
  }
}

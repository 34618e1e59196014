package io.trvae.training;

import io.trvae.spi.Backend;

/**
 * Hears how a training goes. Called on the training thread; an exception thrown here ends the
 * training.
 *
 * @since 0.1.0
 */
public interface TrainingListener {

  /** A listener that does nothing. */
  TrainingListener NONE = new TrainingListener() {};

  /**
   * Called once before the first step.
   *
   * @param config what is trained and how
   * @param firstEpoch the first epoch to run, from 1; higher when a checkpoint was found
   */
  default void onStart(TrainingConfig config, int firstEpoch) {}

  /**
   * Called after each step.
   *
   * @param epoch the running epoch, from 1
   * @param step the step within the epoch, from 1
   * @param losses the losses of this step
   */
  default void onStep(int epoch, int step, Losses losses) {}

  /**
   * Called after each epoch.
   *
   * @param report the epoch's losses, rate and speed
   * @param backend computes with the weights as they stand; valid during the call
   */
  default void onEpoch(EpochReport report, Backend backend) {}
}

package io.trvae.training;

import io.trvae.spi.Backend;
import java.util.List;

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

  /**
   * Joins listeners to one that passes every call on to each of them in order. When one throws,
   * those after it do not hear of the call.
   *
   * @param listeners the listeners, any number
   * @return a listener
   */
  static TrainingListener all(List<? extends TrainingListener> listeners) {
    List<TrainingListener> parts = List.copyOf(listeners);
    return new TrainingListener() {
      @Override
      public void onStart(TrainingConfig config, int firstEpoch) {
        parts.forEach(part -> part.onStart(config, firstEpoch));
      }

      @Override
      public void onStep(int epoch, int step, Losses losses) {
        parts.forEach(part -> part.onStep(epoch, step, losses));
      }

      @Override
      public void onEpoch(EpochReport report, Backend backend) {
        parts.forEach(part -> part.onEpoch(report, backend));
      }
    };
  }

  /**
   * Joins this listener and another as {@link #all} does.
   *
   * @param next hears of each call after this one
   * @return a listener
   */
  default TrainingListener andThen(TrainingListener next) {
    return all(List.of(this, next));
  }
}

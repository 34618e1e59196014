package io.trvae.training;

import io.trvae.Cancellation;
import io.trvae.model.TransferModel;

/**
 * Trains a model.
 *
 * <p>A trainer may be used for several trainings, one after the other, from any thread.
 *
 * @since 0.1.0
 */
public interface Trainer {

  /**
   * Trains until the configuration's end, early stopping, or cancellation.
   *
   * <p>Where the configuration names a checkpoint directory, the state is written there after each
   * epoch, and a training that finds a checkpoint of the same configuration goes on from it as if
   * it had never stopped.
   *
   * @param config what to train and how
   * @param dataset the images, in memory
   * @param listener hears of each step and epoch, on the calling thread
   * @param cancellation ends the training at the next step
   * @return the model of the best epoch
   * @throws io.trvae.TrainingException if data, configuration or checkpoint cannot be used, or a
   *     loss became NaN or infinite
   * @throws io.trvae.TransferCancelledException if it was cancelled; the last checkpoint remains
   */
  TransferModel train(
      TrainingConfig config,
      DomainDataset dataset,
      TrainingListener listener,
      Cancellation cancellation);
}

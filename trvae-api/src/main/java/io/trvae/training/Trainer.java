package io.trvae.training;

import io.trvae.Cancellation;
import io.trvae.Precision;
import io.trvae.model.TransferModel;
import io.trvae.spi.BackendOptions;
import java.util.Optional;

/**
 * Trains a model.
 *
 * <p>A trainer may be used for several trainings, one after the other, from any thread.
 *
 * @since 0.1.0
 */
public interface Trainer {

  /**
   * Opens the best trainer that can run here, with all processors and its default device.
   *
   * <p>The system property {@code trvae.trainer} chooses one by name instead; that one never falls
   * back to another.
   *
   * @return the trainer
   * @throws io.trvae.BackendException if none can be opened; the message says why and what to do
   */
  static Trainer open() {
    BackendOptions options =
        new BackendOptions(
            Runtime.getRuntime().availableProcessors(), Optional.empty(), Precision.FLOAT32);
    return TrainerDiscovery.open(Optional.empty(), options);
  }

  /**
   * Opens the trainer of that name; it never falls back to another.
   *
   * @param name the name, as {@link io.trvae.spi.TrainerProvider#name()} has it
   * @param options threads, device and precision
   * @return the trainer
   * @throws io.trvae.BackendException if it cannot be opened; the message says why and what to do,
   *     or lists the names there are
   */
  static Trainer open(String name, BackendOptions options) {
    return TrainerDiscovery.open(Optional.of(name), options);
  }

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
   * @return the model of the best epoch, of an adversarial training that of the last
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

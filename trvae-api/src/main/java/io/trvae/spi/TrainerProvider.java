package io.trvae.spi;

import io.trvae.training.Trainer;

/**
 * A way to train, found through {@link java.util.ServiceLoader}; the rules of {@link
 * BackendProvider} hold.
 *
 * @since 0.1.0
 */
public interface TrainerProvider {

  /**
   * Returns the name by which users choose this trainer.
   *
   * @return a short lower-case word, unique among providers
   */
  String name();

  /**
   * Returns the rank among providers that are available: the highest is taken.
   *
   * @return 0 for a portable fallback; higher for faster ones
   */
  int priority();

  /**
   * Finds out whether this trainer can run here. Never throws.
   *
   * @return available with a description, or unavailable with reason and remedy
   */
  BackendStatus probe();

  /**
   * Creates a trainer.
   *
   * @param options threads, device and precision
   * @return the trainer
   * @throws io.trvae.BackendException if it cannot be created, or not with these options
   */
  Trainer open(BackendOptions options);
}

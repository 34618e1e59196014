package io.trvae.spi;

import io.trvae.model.TransferModel;

/**
 * A way to compute, found through {@link java.util.ServiceLoader}.
 *
 * <p>Implementations have a public constructor without arguments that does next to nothing: all
 * loading of native code is left to {@link #probe()} and {@link #open}.
 *
 * @since 0.1.0
 */
public interface BackendProvider {

  /**
   * Returns the name by which users choose this backend.
   *
   * @return a short lower-case word, unique among providers
   */
  String name();

  /**
   * Returns the rank among providers that are available: the highest is taken.
   *
   * @return 0 for a portable fallback; higher for faster backends
   */
  int priority();

  /**
   * Finds out whether this backend can run here. Never throws.
   *
   * @return available with a description, or unavailable with reason and remedy
   */
  BackendStatus probe();

  /**
   * Prepares a model for computing.
   *
   * @param model the model; its weights are copied
   * @param options threads and device
   * @return the backend, owned by the caller
   * @throws io.trvae.BackendException if it cannot be opened
   */
  Backend open(TransferModel model, BackendOptions options);
}

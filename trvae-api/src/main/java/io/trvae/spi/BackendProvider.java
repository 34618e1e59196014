package io.trvae.spi;

import io.trvae.Precision;
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
   * <p>Called on a thread of its own. One that gives no answer within 300 seconds counts as
   * unavailable; the system property {@code trvae.probe.seconds} sets another limit.
   *
   * @return available with a description, or unavailable with reason and remedy
   */
  BackendStatus probe();

  /**
   * Finds out whether this backend can run here in a precision. Never throws.
   *
   * <p>The default is for backends that know {@link Precision#FLOAT32} alone.
   *
   * @param precision what to compute in
   * @return as {@link #probe()}, or unavailable because of the precision
   */
  default BackendStatus probe(Precision precision) {
    return precision == Precision.FLOAT32
        ? probe()
        : new BackendStatus.Unavailable(
            "it computes in float32 only, not in " + precision.id(), "leave the precision out");
  }

  /**
   * Prepares a model for computing. Nothing bounds how long this takes, and one that throws has to
   * free what it took.
   *
   * @param model the model; its weights are copied
   * @param options threads, device and precision
   * @return the backend, owned by the caller
   * @throws io.trvae.BackendException if it cannot be opened, or not with these options
   */
  Backend open(TransferModel model, BackendOptions options);
}

package io.trvae.spi;

import io.trvae.Precision;
import java.util.Objects;
import java.util.Optional;

/**
 * What a backend is opened with.
 *
 * @param threads how many processor threads computing may use, at least 1
 * @param device the device by the backend's own name for it (a GPU's index or UUID), or empty for
 *     its default
 * @param precision what to compute in, and nothing else
 * @since 0.1.0
 */
public record BackendOptions(int threads, Optional<String> device, Precision precision) {

  /**
   * Checks the number of threads.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public BackendOptions {
    Objects.requireNonNull(device, "device");
    Objects.requireNonNull(precision, "precision");
    if (threads < 1) {
      throw new IllegalArgumentException("threads " + threads + " is below 1");
    }
  }
}

package io.trvae.spi;

import java.util.Optional;

/**
 * What a backend is opened with.
 *
 * @param threads how many processor threads computing may use, at least 1
 * @param device the device by the backend's own name for it (a GPU's index or UUID), or empty for
 *     its default
 * @since 0.1.0
 */
public record BackendOptions(int threads, Optional<String> device) {

  /**
   * Checks the number of threads.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public BackendOptions {
    if (threads < 1) {
      throw new IllegalArgumentException("threads " + threads + " is below 1");
    }
  }
}

package io.trvae.spi;

/**
 * Whether a backend can run here, and why not.
 *
 * @since 0.1.0
 */
public sealed interface BackendStatus {

  /**
   * The backend can run.
   *
   * @param description what would compute: engine, version, device
   */
  record Available(String description) implements BackendStatus {}

  /**
   * The backend cannot run.
   *
   * @param reason what is missing
   * @param remedy what a user can do about it
   */
  record Unavailable(String reason, String remedy) implements BackendStatus {}
}

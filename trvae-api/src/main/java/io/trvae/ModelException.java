package io.trvae;

import org.jspecify.annotations.Nullable;

/**
 * A model that cannot be used: damaged, incomplete, of an unknown format or architecture, missing,
 * or without the domain asked for.
 *
 * @since 0.1.0
 */
public final class ModelException extends TrvaeException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param code what went wrong
   * @param message what was wrong, where, and what to do; without the code
   * @param cause the failure underneath, or null
   */
  public ModelException(ErrorCode code, String message, @Nullable Throwable cause) {
    super(code, message, cause);
  }

  /**
   * Creates an exception without a cause.
   *
   * @param code what went wrong
   * @param message what was wrong, where, and what to do; without the code
   */
  public ModelException(ErrorCode code, String message) {
    super(code, message);
  }
}

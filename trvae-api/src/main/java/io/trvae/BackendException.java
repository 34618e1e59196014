package io.trvae;

import org.jspecify.annotations.Nullable;

/**
 * A backend that cannot be opened here, or that failed while it was working.
 *
 * @since 0.1.0
 */
public final class BackendException extends TrvaeException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param code what went wrong
   * @param message what was wrong, where, and what to do; without the code
   * @param cause the failure underneath, or null
   */
  public BackendException(ErrorCode code, String message, @Nullable Throwable cause) {
    super(code, message, cause);
  }

  /**
   * Creates an exception without a cause.
   *
   * @param code what went wrong
   * @param message what was wrong, where, and what to do; without the code
   */
  public BackendException(ErrorCode code, String message) {
    super(code, message);
  }
}

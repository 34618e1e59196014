package io.trvae;

import org.jspecify.annotations.Nullable;

/**
 * Training that cannot start or go on: unusable data, configuration or checkpoint, or a loss that
 * diverged.
 *
 * @since 0.1.0
 */
public final class TrainingException extends TrvaeException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param code what went wrong
   * @param message what was wrong, where, and what to do; without the code
   * @param cause the failure underneath, or null
   */
  public TrainingException(ErrorCode code, String message, @Nullable Throwable cause) {
    super(code, message, cause);
  }

  /**
   * Creates an exception without a cause.
   *
   * @param code what went wrong
   * @param message what was wrong, where, and what to do; without the code
   */
  public TrainingException(ErrorCode code, String message) {
    super(code, message);
  }
}

package io.trvae;

import org.jspecify.annotations.Nullable;

/**
 * A picture that cannot be read or written: truncated, empty, not a picture, of zero size, over the
 * pixel limit or of an unsupported kind; the message says which.
 *
 * @since 0.1.0
 */
public final class ImageException extends TrvaeException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param code what went wrong
   * @param message what was wrong, where, and what to do; without the code
   * @param cause the failure underneath, or null
   */
  public ImageException(ErrorCode code, String message, @Nullable Throwable cause) {
    super(code, message, cause);
  }

  /**
   * Creates an exception without a cause.
   *
   * @param code what went wrong
   * @param message what was wrong, where, and what to do; without the code
   */
  public ImageException(ErrorCode code, String message) {
    super(code, message);
  }
}

package io.trvae;

import org.jspecify.annotations.Nullable;

/**
 * The root of every exception that the library itself defines: the single catch point.
 *
 * <p>The message starts with the {@linkplain ErrorCode#id() code}, says what was wrong and where,
 * and what to do about it. Misuse of the API is not among these: {@link IllegalArgumentException},
 * {@link NullPointerException} and {@link IllegalStateException} keep their usual meaning.
 *
 * @since 0.1.0
 */
public class TrvaeException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What went wrong. */
  private final ErrorCode code;

  /**
   * Creates an exception.
   *
   * @param code what went wrong
   * @param message what was wrong, where, and what to do; without the code
   */
  public TrvaeException(ErrorCode code, String message) {
    this(code, message, null);
  }

  /**
   * Creates an exception with a cause.
   *
   * @param code what went wrong
   * @param message what was wrong, where, and what to do; without the code
   * @param cause the failure underneath, or null
   */
  public TrvaeException(ErrorCode code, String message, @Nullable Throwable cause) {
    super(code.id() + ": " + message, cause);
    this.code = code;
  }

  /**
   * Returns what went wrong.
   *
   * @return the stable code
   */
  public ErrorCode code() {
    return code;
  }
}

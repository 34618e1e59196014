package io.trvae.face;

import io.trvae.ErrorCode;
import io.trvae.TrvaeException;

/**
 * No face was found in a picture where one was asked for.
 *
 * @since 0.1.0
 */
public final class NoFaceException extends TrvaeException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param message where no face was found, and what to do; without the code
   */
  public NoFaceException(String message) {
    super(ErrorCode.NO_FACE, message);
  }
}

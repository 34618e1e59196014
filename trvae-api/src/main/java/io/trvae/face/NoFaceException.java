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

  /** Which request it was. */
  private final int index;

  /**
   * Creates an exception.
   *
   * @param message where no face was found, and what to do; without the code
   * @param index the index of the request among those of the call, 0 for a single one
   */
  public NoFaceException(String message, int index) {
    super(ErrorCode.NO_FACE, message);
    this.index = index;
  }

  /**
   * Returns which request it was.
   *
   * @return the index among the requests of {@link io.trvae.TransferPipeline#transferAll}, 0 where
   *     there was one only
   */
  public int index() {
    return index;
  }
}

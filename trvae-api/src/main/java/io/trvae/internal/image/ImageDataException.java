package io.trvae.internal.image;

import org.jspecify.annotations.Nullable;

/** Bytes that cannot become a picture, or a picture that cannot become bytes. */
public final class ImageDataException extends Exception {

  private static final long serialVersionUID = 1L;

  /** What kind of fault it is. */
  public enum Reason {
    /** Not a picture, or a damaged one. */
    INVALID,
    /** Too many pixels or bytes. */
    TOO_LARGE,
    /** A picture of a kind that cannot be handled. */
    UNSUPPORTED
  }

  private final Reason reason;

  ImageDataException(Reason reason, String message) {
    this(reason, message, null);
  }

  ImageDataException(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** Returns the kind of fault. */
  public Reason reason() {
    return reason;
  }
}

package io.trvae.cuda.internal.gpu;

import io.trvae.spi.BackendStatus;

/** Something that computing on a GPU needs is not here. */
public final class MissingException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String reason;
  private final String remedy;

  /**
   * Creates an exception.
   *
   * @param reason what is missing
   * @param remedy what a user can do about it
   */
  public MissingException(String reason, String remedy) {
    super(reason + ". What to do: " + remedy);
    this.reason = reason;
    this.remedy = remedy;
  }

  /** Returns the same as the answer to a probe. */
  public BackendStatus.Unavailable status() {
    return new BackendStatus.Unavailable(reason, remedy);
  }
}

package io.trvae.samples.keras;

/** A file has something that the networks of trVAE don't have, or lacks something. */
final class KerasFormatException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param place the dataset, layer or attribute
   * @param fault what is wrong with it, a sentence that the place begins
   */
  KerasFormatException(String place, String fault) {
    super(place + " " + fault);
  }
}

package io.trvae;

/**
 * Stable codes of everything that can go wrong; {@code docs/errors.md} has a paragraph for each.
 *
 * @since 0.1.0
 */
public enum ErrorCode {
  /** The bytes are not a picture that can be read. */
  IMAGE_INVALID("TRVAE-101"),
  /** The picture has more pixels than the limit allows. */
  IMAGE_TOO_LARGE("TRVAE-102"),
  /** A picture cannot be read or written in this format. */
  IMAGE_FORMAT_UNSUPPORTED("TRVAE-103"),
  /** No face was found in a picture where one was asked for. */
  NO_FACE("TRVAE-104"),
  /** A model file is damaged or not a model file. */
  MODEL_INVALID("TRVAE-201"),
  /** No model is where it was looked for: none on the class path, or a file that cannot be read. */
  MODEL_MISSING("TRVAE-202"),
  /** A model does not know the domain asked for. */
  DOMAIN_UNKNOWN("TRVAE-203"),
  /** A latent code does not fit the model. */
  LATENT_MISMATCH("TRVAE-204"),
  /** No backend can run here, or the one asked for cannot. */
  BACKEND_UNAVAILABLE("TRVAE-301"),
  /** A backend failed while it was working. */
  BACKEND_FAILED("TRVAE-302"),
  /** A call was cancelled before it had finished. */
  CANCELLED("TRVAE-303"),
  /** Training data cannot be used. */
  DATASET_INVALID("TRVAE-401"),
  /** A training configuration contradicts itself, the data or the checkpoint. */
  TRAINING_CONFIG_INVALID("TRVAE-402"),
  /** A loss became NaN or infinite. */
  TRAINING_DIVERGED("TRVAE-403"),
  /** A checkpoint is damaged or belongs to another run. */
  CHECKPOINT_INVALID("TRVAE-404"),
  /** A file cannot be written. */
  FILE_NOT_WRITTEN("TRVAE-501");

  private final String id;

  ErrorCode(String id) {
    this.id = id;
  }

  /**
   * Returns the code as users see and search it, {@code TRVAE-101} for instance.
   *
   * @return the identifier, never changed once released
   */
  public String id() {
    return id;
  }
}

package io.trvae.face;

import io.trvae.Latent;
import io.trvae.RgbImage;
import java.util.Objects;

/**
 * One face that a model drew anew.
 *
 * @param face where it is in the picture
 * @param image what the model drew, upright, at the model's size, before it was resized or put back
 * @param latent the code of the face as encoded; where a sample was asked for, {@link
 *     Latent#sample} with the request's seed gives the code that was drawn
 * @since 0.1.0
 */
public record TransferredFace(Face face, RgbImage image, Latent latent) {

  /** Checks for null. */
  public TransferredFace {
    Objects.requireNonNull(face, "face");
    Objects.requireNonNull(image, "image");
    Objects.requireNonNull(latent, "latent");
  }
}

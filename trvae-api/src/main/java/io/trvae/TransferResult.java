package io.trvae;

import io.trvae.face.Face;
import io.trvae.face.FacePolicy;
import io.trvae.face.TransferredFace;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * One image that was drawn in another domain.
 *
 * @param image the face alone, of the size that was asked for, or the photo with the faces put
 *     back, as the {@link FacePolicy} says
 * @param found every face that was found in the image, in the order of who found them; empty if
 *     nobody was asked to, or none was found
 * @param faces what was done: the faces that were drawn, in the order in which they were put back,
 *     at least one. Where the whole image was taken for a face, that is its {@linkplain
 *     Face#centreSquareOf central square}
 * @param from the domain that the input belongs to
 * @param to the domain that it was drawn in
 * @param duration wall time of the batch that this image was part of, from cutting to resizing or
 *     putting back
 * @since 0.1.0
 */
public record TransferResult(
    RgbImage image,
    List<Face> found,
    List<TransferredFace> faces,
    DomainLabel from,
    DomainLabel to,
    Duration duration) {

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if no face was drawn
   */
  public TransferResult {
    Objects.requireNonNull(image, "image");
    found = List.copyOf(found);
    faces = List.copyOf(faces);
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(to, "to");
    Objects.requireNonNull(duration, "duration");
    if (faces.isEmpty()) {
      throw new IllegalArgumentException("A result without a face that was drawn");
    }
  }

  /**
   * Returns the code of the only face, or the first of {@link #faces()}.
   *
   * @return the code of the input as encoded; where a sample was asked for, {@link Latent#sample}
   *     with the request's seed gives the code that was drawn
   */
  public Latent latent() {
    return faces.get(0).latent();
  }
}

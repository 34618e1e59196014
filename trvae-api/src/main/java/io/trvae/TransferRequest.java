package io.trvae;

import io.trvae.face.FacePolicy;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * One image to be drawn in another domain, and how.
 *
 * <pre>{@code
 * TransferRequest.of(photo, DomainLabel.REAL, DomainLabel.ANIME)
 *     .withStrength(0.8)
 *     .withOutputSize(OutputSize.ofInput());
 * }</pre>
 *
 * <p>Immutable; the {@code with} methods return changed copies.
 *
 * @param image the image, of any size
 * @param from the domain that it belongs to
 * @param to the domain to draw it in
 * @param strength how far to go, in [0, 1]: the decoder's label is {@code (1 - strength) * from +
 *     strength * to}, both one-hot
 * @param samplingSeed empty to decode the mean of the latent code; a seed to decode a {@linkplain
 *     Latent#sample sample} of it
 * @param outputSize how large the result is to be; a photo that faces are put back into keeps its
 *     size instead
 * @param levels how the values that the model draws become levels of brightness
 * @param faces which faces of the image are transferred: unless changed, the central square is one
 * @since 0.1.0
 */
public record TransferRequest(
    RgbImage image,
    DomainLabel from,
    DomainLabel to,
    double strength,
    OptionalLong samplingSeed,
    OutputSize outputSize,
    Levels levels,
    FacePolicy faces) {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if the strength is out of range, or a given face does not
   *     reach into the image
   */
  public TransferRequest {
    Objects.requireNonNull(image, "image");
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(to, "to");
    Objects.requireNonNull(samplingSeed, "samplingSeed");
    Objects.requireNonNull(outputSize, "outputSize");
    Objects.requireNonNull(levels, "levels");
    Objects.requireNonNull(faces, "faces");
    if (!(strength >= 0 && strength <= 1)) {
      throw new IllegalArgumentException("strength " + strength + " is not in [0, 1]");
    }
    if (faces instanceof FacePolicy.Given given && !given.face().reachesInto(image)) {
      throw new IllegalArgumentException(
          given.face() + " is outside the image of " + image.width() + "x" + image.height());
    }
  }

  /**
   * Creates a request for the full transfer of the whole image by its latent mean, at the model's
   * size.
   *
   * @param image the image, of any size
   * @param from the domain that it belongs to
   * @param to the domain to draw it in
   * @return the request
   */
  public static TransferRequest of(RgbImage image, DomainLabel from, DomainLabel to) {
    return new TransferRequest(
        image,
        from,
        to,
        1,
        OptionalLong.empty(),
        OutputSize.ofModel(),
        Levels.CLIPPED,
        FacePolicy.wholeImage());
  }

  /**
   * Changes how far the transfer goes.
   *
   * @param value 0 for a reconstruction in the image's own domain, 1 for the full transfer
   * @return a changed copy
   * @throws IllegalArgumentException if the value is not in [0, 1]
   */
  public TransferRequest withStrength(double value) {
    return new TransferRequest(image, from, to, value, samplingSeed, outputSize, levels, faces);
  }

  /**
   * Asks for a sample of the latent code instead of its mean, for variety.
   *
   * @param seed any number; the same seed gives the same image
   * @return a changed copy
   */
  public TransferRequest withSampling(long seed) {
    return new TransferRequest(
        image, from, to, strength, OptionalLong.of(seed), outputSize, levels, faces);
  }

  /**
   * Changes the size of the result.
   *
   * @param value how large the result is to be
   * @return a changed copy
   */
  public TransferRequest withOutputSize(OutputSize value) {
    return new TransferRequest(image, from, to, strength, samplingSeed, value, levels, faces);
  }

  /**
   * Changes how the values that the model draws become levels of brightness.
   *
   * @param value how
   * @return a changed copy
   */
  public TransferRequest withLevels(Levels value) {
    return new TransferRequest(image, from, to, strength, samplingSeed, outputSize, value, faces);
  }

  /**
   * Changes which faces of the image are transferred, and whether they go back into it.
   *
   * @param value which faces
   * @return a changed copy
   * @throws IllegalArgumentException if a given face does not reach into the image
   */
  public TransferRequest withFaces(FacePolicy value) {
    return new TransferRequest(image, from, to, strength, samplingSeed, outputSize, levels, value);
  }
}

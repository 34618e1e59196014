package io.trvae;

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
 * @param image the image, of any size; one that is not square is cut to its central square
 * @param from the domain that it belongs to
 * @param to the domain to draw it in
 * @param strength how far to go, in [0, 1]: the decoder's label is {@code (1 - strength) * from +
 *     strength * to}, both one-hot
 * @param samplingSeed empty to decode the mean of the latent code; a seed to decode a {@linkplain
 *     Latent#sample sample} of it
 * @param outputSize how large the result is to be
 * @since 0.1.0
 */
public record TransferRequest(
    RgbImage image,
    DomainLabel from,
    DomainLabel to,
    double strength,
    OptionalLong samplingSeed,
    OutputSize outputSize) {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if the strength is out of range
   */
  public TransferRequest {
    Objects.requireNonNull(image, "image");
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(to, "to");
    Objects.requireNonNull(samplingSeed, "samplingSeed");
    Objects.requireNonNull(outputSize, "outputSize");
    if (!(strength >= 0 && strength <= 1)) {
      throw new IllegalArgumentException("strength " + strength + " is not in [0, 1]");
    }
  }

  /**
   * Creates a request for the full transfer of the latent mean, at the model's size.
   *
   * @param image the image, of any size
   * @param from the domain that it belongs to
   * @param to the domain to draw it in
   * @return the request
   */
  public static TransferRequest of(RgbImage image, DomainLabel from, DomainLabel to) {
    return new TransferRequest(image, from, to, 1, OptionalLong.empty(), OutputSize.ofModel());
  }

  /**
   * Changes how far the transfer goes.
   *
   * @param value 0 for a reconstruction in the image's own domain, 1 for the full transfer
   * @return a changed copy
   * @throws IllegalArgumentException if the value is not in [0, 1]
   */
  public TransferRequest withStrength(double value) {
    return new TransferRequest(image, from, to, value, samplingSeed, outputSize);
  }

  /**
   * Asks for a sample of the latent code instead of its mean, for variety.
   *
   * @param seed any number; the same seed gives the same image
   * @return a changed copy
   */
  public TransferRequest withSampling(long seed) {
    return new TransferRequest(image, from, to, strength, OptionalLong.of(seed), outputSize);
  }

  /**
   * Changes the size of the result.
   *
   * @param value how large the result is to be
   * @return a changed copy
   */
  public TransferRequest withOutputSize(OutputSize value) {
    return new TransferRequest(image, from, to, strength, samplingSeed, value);
  }
}

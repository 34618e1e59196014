package io.trvae;

import java.util.List;

/**
 * Turns latent codes into images.
 *
 * <p>Thread-safe. A decoder belongs to its {@link TransferPipeline} and is closed with it. It draws
 * the mean of a code and ignores the variance; draw a {@linkplain Latent#sample sample} first where
 * variety is wanted.
 *
 * @since 0.1.0
 */
public interface Decoder {

  /**
   * Draws latent codes in one domain.
   *
   * @param latents the codes
   * @param domain the domain to draw them in
   * @return one image of the model's size per code, in the same order
   * @throws ModelException if the model does not know the domain or a code has the wrong size
   * @throws BackendException if the backend failed
   * @throws IllegalStateException if the pipeline is closed
   */
  default List<RgbImage> decode(List<Latent> latents, DomainLabel domain) {
    return decode(latents, domain, domain, 1);
  }

  /**
   * Draws latent codes on the way from one domain to another.
   *
   * @param latents the codes
   * @param from the domain at strength 0
   * @param to the domain at strength 1
   * @param strength how far to go, in [0, 1]: the label is {@code (1 - strength) * from + strength
   *     * to}, both one-hot, as in a {@linkplain TransferRequest#strength request}
   * @return one image of the model's size per code, in the same order
   * @throws ModelException if the model does not know a domain or a code has the wrong size
   * @throws BackendException if the backend failed
   * @throws IllegalArgumentException if the strength is not in [0, 1]
   * @throws IllegalStateException if the pipeline is closed
   */
  List<RgbImage> decode(List<Latent> latents, DomainLabel from, DomainLabel to, double strength);

  /**
   * Draws one latent code on the way from one domain to another.
   *
   * @param latent the code
   * @param from the domain at strength 0
   * @param to the domain at strength 1
   * @param strength how far to go, in [0, 1]
   * @return an image of the model's size
   * @throws ModelException if the model does not know a domain or the code has the wrong size
   * @throws BackendException if the backend failed
   * @throws IllegalArgumentException if the strength is not in [0, 1]
   * @throws IllegalStateException if the pipeline is closed
   */
  default RgbImage decode(Latent latent, DomainLabel from, DomainLabel to, double strength) {
    return decode(List.of(latent), from, to, strength).get(0);
  }

  /**
   * Draws one latent code.
   *
   * @param latent the code
   * @param domain the domain to draw it in
   * @return an image of the model's size
   * @throws ModelException if the model does not know the domain or the code has the wrong size
   * @throws BackendException if the backend failed
   * @throws IllegalStateException if the pipeline is closed
   */
  default RgbImage decode(Latent latent, DomainLabel domain) {
    return decode(List.of(latent), domain).get(0);
  }
}

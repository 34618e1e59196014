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
  List<RgbImage> decode(List<Latent> latents, DomainLabel domain);

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

package io.trvae;

import java.util.List;

/**
 * Turns images into latent codes.
 *
 * <p>Thread-safe. An encoder belongs to its {@link TransferPipeline} and is closed with it.
 *
 * @since 0.1.0
 */
public interface Encoder {

  /**
   * Encodes images of one domain.
   *
   * <p>Images that are not square are cut to their central square; all are resized to the model's
   * size.
   *
   * @param images the images, of any size
   * @param domain the domain that all of them belong to
   * @return one latent code per image, in the same order
   * @throws ModelException if the model does not know the domain
   * @throws BackendException if the backend failed
   * @throws IllegalStateException if the pipeline is closed
   */
  List<Latent> encode(List<RgbImage> images, DomainLabel domain);

  /**
   * Encodes one image.
   *
   * @param image the image, of any size
   * @param domain the domain that it belongs to
   * @return its latent code
   * @throws ModelException if the model does not know the domain
   * @throws BackendException if the backend failed
   * @throws IllegalStateException if the pipeline is closed
   */
  default Latent encode(RgbImage image, DomainLabel domain) {
    return encode(List.of(image), domain).get(0);
  }
}

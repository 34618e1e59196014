package io.trvae.training;

import io.trvae.DomainLabel;
import java.util.List;

/**
 * Images by domain, ready for training: all of one size, in memory.
 *
 * <p>Implementations are immutable and thread-safe.
 *
 * @since 0.1.0
 */
public interface DomainDataset {

  /**
   * Returns the domains.
   *
   * @return the domains, in the order of the label vector
   */
  List<DomainLabel> domains();

  /**
   * Returns the height and width of all images.
   *
   * @return pixels
   */
  int imageSize();

  /**
   * Returns how many images a domain has.
   *
   * @param domain the domain's index
   * @return the number of images
   */
  int size(int domain);

  /**
   * Copies one image.
   *
   * @param domain the domain's index
   * @param index the image's index within the domain
   * @param target receives the image as {@code [3, imageSize, imageSize]}, values in [0, 1]
   * @param offset where in {@code target} the image begins
   * @param mirrored whether to flip it horizontally
   */
  void copyTo(int domain, int index, float[] target, int offset, boolean mirrored);
}

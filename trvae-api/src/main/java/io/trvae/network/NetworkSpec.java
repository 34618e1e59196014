package io.trvae.network;

/**
 * The sizes that determine a network.
 *
 * @param architecture the kind of network
 * @param imageSize height and width of an image in pixels; a multiple of {@link
 *     Architecture#stride()}
 * @param domainCount the number of domains, at least 2
 * @param latentSize the length of a latent code
 * @param mmdSize the width of the decoder's MMD layer
 * @param dropout the dropout rate in training, in [0, 1)
 * @since 0.1.0
 */
public record NetworkSpec(
    Architecture architecture,
    int imageSize,
    int domainCount,
    int latentSize,
    int mmdSize,
    float dropout) {

  /** The largest image size that a network is built for. */
  public static final int MAX_IMAGE_SIZE = 1024;

  /** The largest number of domains. */
  public static final int MAX_DOMAINS = 1024;

  /** The largest width of the latent code and of the MMD layer. */
  public static final int MAX_WIDTH = 65_536;

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if a size is out of its range
   */
  public NetworkSpec {
    int stride = architecture.stride();
    int max = architecture.maxImageSize();
    if (imageSize < stride || imageSize > max || imageSize % stride != 0) {
      throw new IllegalArgumentException(
          "Image size "
              + imageSize
              + " is not a multiple of "
              + stride
              + " up to "
              + max
              + ", as architecture "
              + architecture.id()
              + " needs");
    }
    checkRange("domainCount", domainCount, 2, MAX_DOMAINS);
    checkRange("latentSize", latentSize, 1, MAX_WIDTH);
    checkRange("mmdSize", mmdSize, 1, MAX_WIDTH);
    if (!(dropout >= 0 && dropout < 1)) {
      throw new IllegalArgumentException("dropout " + dropout + " is not in [0, 1)");
    }
  }

  private static void checkRange(String name, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          name + " " + value + " is not in [" + min + ", " + max + "]");
    }
  }

  /**
   * Returns the shape of an image.
   *
   * @return {@code [3, imageSize, imageSize]}
   */
  public Shape imageShape() {
    return new Shape(3, imageSize, imageSize);
  }

  /**
   * Returns the sizes of the same network for another number of domains.
   *
   * @param count the number of domains, at least 2
   * @return the sizes
   * @throws IllegalArgumentException if the number is out of its range
   */
  public NetworkSpec withDomainCount(int count) {
    return new NetworkSpec(architecture, imageSize, count, latentSize, mmdSize, dropout);
  }

  /**
   * Tells whether another network's weights fit this one's, but for what belongs to a label.
   *
   * @param other a network
   * @return true if architecture and sizes are the same, whatever the number of domains and the
   *     dropout rate
   */
  public boolean hasSizesOf(NetworkSpec other) {
    return architecture == other.architecture
        && imageSize == other.imageSize
        && latentSize == other.latentSize
        && mmdSize == other.mmdSize;
  }

  /**
   * Describes the network layer by layer.
   *
   * @return the description
   */
  public Network network() {
    return architecture.describe(this);
  }
}

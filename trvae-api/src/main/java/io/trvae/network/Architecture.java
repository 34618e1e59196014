package io.trvae.network;

import java.util.function.Function;

/**
 * The kinds of network that the library knows.
 *
 * @since 0.1.0
 */
public enum Architecture {

  /**
   * The reference's small convolutional network, DCtrVAE with {@code arch_style} 1: two strided
   * convolutions with pooling, and three transposed convolutions at full size.
   */
  ARCH_STYLE_1("arch_style_1", 16, ReferenceArchitectures::archStyle1),

  /** The reference's fully connected network, DCtrVAE with {@code arch_style} 2. */
  ARCH_STYLE_2("arch_style_2", 1, ReferenceArchitectures::archStyle2),

  /** The reference's VGG-16-like network, DCtrVAE with {@code arch_style} 3. */
  ARCH_STYLE_3("arch_style_3", 32, ReferenceArchitectures::archStyle3),

  /**
   * The same with a decoder that mirrors the encoder, as the reference's authors have it in the
   * code beside their paper. For images of up to 512 pixels: beyond, one weight would not fit into
   * an array.
   */
  ARCH_STYLE_3_MIRRORED(
      "arch_style_3_mirrored", 32, 512, ReferenceArchitectures::archStyle3Mirrored),

  /**
   * A network of our own that trains well on two cores: strided convolutions down, nearest
   * upsampling and 3x3 convolutions up, the label into encoder, MMD layer and decoder.
   */
  COMPACT("compact", 16, CompactArchitecture::describe),

  /**
   * A network of our own for adversarial training: as {@link #COMPACT}, with an MMD layer that does
   * not see the label, and a scale and shift of each domain after every normalisation behind it.
   */
  PORTRAIT("portrait", 16, PortraitArchitecture::describe),

  /** As {@link #PORTRAIT}, with a deeper and wider encoder: more of a face is kept. */
  PORTRAIT_DEEP("portrait_deep", 16, PortraitArchitecture::describeDeep),

  /**
   * As {@link #PORTRAIT}, with an encoder that is linear in the image, and another one for each
   * domain. Training computes it from the images at once, so that codes of all domains have the
   * same mean and covariance, and learns the decoder behind its MMD layer's weight alone.
   */
  PORTRAIT_LINEAR("portrait_linear", 16, PortraitArchitecture::describeLinear);

  private final String id;
  private final int stride;
  private final int maxImageSize;

  @SuppressWarnings("ImmutableEnumChecker") // a reference to a static method
  private final Function<NetworkSpec, Network> description;

  Architecture(String id, int stride, Function<NetworkSpec, Network> description) {
    this(id, stride, NetworkSpec.MAX_IMAGE_SIZE, description);
  }

  Architecture(
      String id, int stride, int maxImageSize, Function<NetworkSpec, Network> description) {
    this.id = id;
    this.stride = stride;
    this.maxImageSize = maxImageSize;
    this.description = description;
  }

  /**
   * Returns the name that model files use.
   *
   * @return the name, never changed once released
   */
  public String id() {
    return id;
  }

  /**
   * Returns what an image size must be a multiple of.
   *
   * @return the factor by which the network shrinks an image
   */
  public int stride() {
    return stride;
  }

  /** Returns the largest image size. */
  int maxImageSize() {
    return maxImageSize;
  }

  /**
   * Finds an architecture by the name that model files use.
   *
   * @param id the name
   * @return the architecture
   * @throws IllegalArgumentException if none has that name; the message lists those there are
   */
  public static Architecture byId(String id) {
    StringBuilder known = new StringBuilder();
    for (Architecture architecture : values()) {
      if (architecture.id.equals(id)) {
        return architecture;
      }
      known.append(known.isEmpty() ? "" : ", ").append(architecture.id);
    }
    throw new IllegalArgumentException("Unknown architecture '" + id + "'; known are " + known);
  }

  Network describe(NetworkSpec spec) {
    return description.apply(spec);
  }
}

package io.trvae.network;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A small classifier of domains, described layer by layer: what an evaluation asks which domain an
 * image seems to belong to. It sees the image alone, no label; about 7 MMAC per image of 64x64.
 *
 * @param imageSize height and width of an image in pixels, a multiple of 16
 * @param domainCount the number of domains, at least 2
 * @since 0.1.0
 */
public record JudgeNetwork(int imageSize, int domainCount) {

  private static final int[] CHANNELS = {16, 32, 64, 96};
  private static final int STRIDE = 1 << CHANNELS.length;
  private static final int FEATURES = 96;
  private static final float SLOPE = 0.2f;
  private static final float EPSILON = 1e-5f;

  /** So that no feature alone decides: a distance of features should see all of an image. */
  private static final float DROPOUT = 0.3f;

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if a size is out of its range
   */
  public JudgeNetwork {
    if (imageSize < STRIDE || imageSize > NetworkSpec.MAX_IMAGE_SIZE || imageSize % STRIDE != 0) {
      throw new IllegalArgumentException(
          "Image size "
              + imageSize
              + " is not a multiple of "
              + STRIDE
              + " up to "
              + NetworkSpec.MAX_IMAGE_SIZE
              + ", as a judge needs");
    }
    if (domainCount < 2 || domainCount > NetworkSpec.MAX_DOMAINS) {
      throw new IllegalArgumentException(
          "domainCount " + domainCount + " is not in [2, " + NetworkSpec.MAX_DOMAINS + "]");
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
   * Describes the chain from an image with values in [0, 1] to the features that images are
   * compared by.
   *
   * @return the layers; what comes out is a vector
   */
  public List<Layer> features() {
    List<Layer> layers = new ArrayList<>();
    layers.add(new Layer.Affine(2, -1));
    int in = 3;
    for (int i = 0; i < CHANNELS.length; i++) {
      layers.add(new Layer.Conv2d("judge.conv" + (i + 1), in, CHANNELS[i], 4, 2, 1, 1));
      layers.add(new Layer.BatchNorm("judge.norm" + (i + 1), CHANNELS[i], EPSILON));
      layers.add(new Layer.LeakyRelu(SLOPE));
      in = CHANNELS[i];
    }
    int side = imageSize / STRIDE;
    layers.add(new Layer.Flatten());
    layers.add(new Layer.Dense("judge.features", new Shape(in, side, side).size(), FEATURES, true));
    layers.add(new Layer.BatchNorm("judge.features_norm", FEATURES, EPSILON));
    layers.add(new Layer.LeakyRelu(SLOPE));
    return List.copyOf(layers);
  }

  /**
   * Describes the chain from the features to one logit per domain.
   *
   * @return the layers
   */
  public List<Layer> logits() {
    return List.of(
        new Layer.Dropout(DROPOUT), new Layer.Dense("judge.logits", FEATURES, domainCount, true));
  }

  /**
   * Returns every array of the network.
   *
   * @return the parameters, in the order of the layers
   */
  public List<Parameter> parameters() {
    return Stream.concat(features().stream(), logits().stream())
        .flatMap(layer -> layer.parameters().stream())
        .toList();
  }
}

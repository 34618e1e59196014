package io.trvae.network;

import java.util.ArrayList;
import java.util.List;

/**
 * Our own architectures for adversarial training. One has the encoder of {@link
 * CompactArchitecture}, one a deeper one and one a linear one; about 0.19, 0.28 and 0.17 GMAC per
 * image of 64x64.
 *
 * <p>Nothing of a domain but its {@link Layer.LabelAffine} and its columns of two weights belongs
 * to it alone, so that a domain can be added to a trained model.
 */
final class PortraitArchitecture {

  private static final float SLOPE = 0.2f;
  private static final float EPSILON = 1e-5f;
  private static final int[] DOWN = {48, 96, 160, 256};
  private static final int[] UP = {256, 160, 96, 48, 32};

  private PortraitArchitecture() {}

  static Network describe(NetworkSpec spec) {
    return network(spec, CompactArchitecture.encoder(spec));
  }

  /** Describes the one with a 3x3 convolution behind every strided one of a wider encoder. */
  static Network describeDeep(NetworkSpec spec) {
    List<Layer> encoder = CompactArchitecture.inputs(spec);
    int channels = 3 + spec.domainCount();
    for (int i = 0; i < DOWN.length; i++) {
      addConvolution(encoder, "encoder.down" + (i + 1), channels, DOWN[i], 4, 2);
      addConvolution(encoder, "encoder.same" + (i + 1), DOWN[i], DOWN[i], 3, 1);
      channels = DOWN[i];
    }
    encoder.add(new Layer.Flatten());
    return network(spec, encoder);
  }

  /**
   * Describes the one with a linear encoder: a projection, and one map of what it gives for each
   * domain, of which the label lets a single one through.
   */
  static Network describeLinear(NetworkSpec spec) {
    int domains = spec.domainCount();
    int latent = spec.latentSize();
    List<Layer> encoder = new ArrayList<>();
    encoder.add(new Layer.Flatten());
    encoder.add(new Layer.ConcatLabel(List.of()));
    int pixels = spec.imageShape().size();
    encoder.add(new Layer.Dense("encoder.projection", pixels + domains, latent, true));
    encoder.add(new Layer.Dense("encoder.alignment", latent, domains * latent, true));
    encoder.add(new Layer.LabelAffine("encoder.choice", domains, domains * latent));
    return network(spec, encoder);
  }

  private static void addConvolution(
      List<Layer> layers, String name, int in, int out, int kernel, int stride) {
    layers.add(new Layer.Conv2d(name, in, out, kernel, stride, 1, 1));
    layers.add(new Layer.BatchNorm(name + "_norm", out, EPSILON));
    layers.add(new Layer.LeakyRelu(SLOPE));
  }

  private static Network network(NetworkSpec spec, List<Layer> encoder) {
    int small = spec.imageSize() / 16;
    int domains = spec.domainCount();
    Shape bottom = new Shape(UP[0], small, small);

    int latent = spec.latentSize();
    int mmd = spec.mmdSize();
    List<Layer> decoder = new ArrayList<>();
    decoder.add(new Layer.Dense("decoder.mmd", latent, mmd, true));
    decoder.add(new Layer.BatchNorm("decoder.mmd_norm", mmd, EPSILON));
    decoder.add(new Layer.LeakyRelu(SLOPE));
    int mmdLayer = decoder.size() - 1;
    decoder.add(new Layer.Dropout(spec.dropout()));
    decoder.add(new Layer.ConcatLabel(List.of()));
    decoder.add(new Layer.Dense("decoder.dense", mmd + domains, bottom.size(), true));
    decoder.add(new Layer.Reshape(bottom));
    addNormalisation(decoder, "decoder.dense", domains, bottom.channels());
    for (int i = 1; i < UP.length; i++) {
      String name = "decoder.conv" + i;
      decoder.add(new Layer.Upsample2x());
      decoder.add(new Layer.Conv2d(name, UP[i - 1], UP[i], 3, 1, 1, 1));
      addNormalisation(decoder, name, domains, UP[i]);
    }
    decoder.add(new Layer.Conv2d("decoder.image", UP[UP.length - 1], 3, 3, 1, 1, 1));
    decoder.add(new Layer.Tanh());
    decoder.add(new Layer.Affine(0.5f, 0.5f));

    return CompactArchitecture.network(spec, encoder, decoder, mmdLayer);
  }

  private static void addNormalisation(List<Layer> layers, String name, int domains, int channels) {
    layers.add(new Layer.BatchNorm(name + "_norm", channels, EPSILON));
    layers.add(new Layer.LabelAffine(name + "_style", domains, channels));
    layers.add(new Layer.LeakyRelu(SLOPE));
  }
}

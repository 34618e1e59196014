package io.trvae.network;

import java.util.ArrayList;
import java.util.List;

/** Our own architecture; about 0.13 GMAC per image of 64x64. */
final class CompactArchitecture {

  private static final float SLOPE = 0.2f;
  private static final float EPSILON = 1e-5f;
  private static final int[] DOWN = {32, 64, 128, 256};
  private static final int[] UP = {256, 128, 64, 32, 32};

  private CompactArchitecture() {}

  static Network describe(NetworkSpec spec) {
    int small = spec.imageSize() / 16;
    Shape bottom = new Shape(UP[0], small, small);

    int latent = spec.latentSize();
    int mmd = spec.mmdSize();
    int labels = spec.domainCount();
    List<Layer> decoder = new ArrayList<>();
    decoder.add(new Layer.ConcatLabel(List.of()));
    decoder.add(new Layer.Dense("decoder.mmd", latent + labels, mmd, true));
    decoder.add(new Layer.BatchNorm("decoder.mmd_norm", mmd, EPSILON));
    decoder.add(new Layer.LeakyRelu(SLOPE));
    int mmdLayer = decoder.size() - 1;
    decoder.add(new Layer.Dropout(spec.dropout()));
    decoder.add(new Layer.ConcatLabel(List.of()));
    decoder.add(new Layer.Dense("decoder.dense", mmd + labels, bottom.size(), true));
    decoder.add(new Layer.Reshape(bottom));
    decoder.add(new Layer.BatchNorm("decoder.dense_norm", bottom.channels(), EPSILON));
    decoder.add(new Layer.LeakyRelu(SLOPE));
    for (int i = 1; i < UP.length; i++) {
      decoder.add(new Layer.Upsample2x());
      decoder.add(new Layer.Conv2d("decoder.conv" + i, UP[i - 1], UP[i], 3, 1, 1, 1));
      decoder.add(new Layer.BatchNorm("decoder.norm" + i, UP[i], EPSILON));
      decoder.add(new Layer.LeakyRelu(SLOPE));
    }
    decoder.add(new Layer.Conv2d("decoder.image", UP[UP.length - 1], 3, 3, 1, 1, 1));
    decoder.add(new Layer.Tanh());
    decoder.add(new Layer.Affine(0.5f, 0.5f));

    return network(spec, encoder(spec), decoder, mmdLayer);
  }

  /** Describes this architecture's encoder, heads apart. */
  static List<Layer> encoder(NetworkSpec spec) {
    List<Layer> encoder = inputs(spec);
    int channels = 3 + spec.domainCount();
    for (int i = 0; i < DOWN.length; i++) {
      String name = "encoder.conv" + (i + 1);
      encoder.add(new Layer.Conv2d(name, channels, DOWN[i], 4, 2, 1, 1));
      encoder.add(new Layer.BatchNorm("encoder.norm" + (i + 1), DOWN[i], EPSILON));
      encoder.add(new Layer.LeakyRelu(SLOPE));
      channels = DOWN[i];
    }
    encoder.add(new Layer.Flatten());
    return encoder;
  }

  /** Describes how image and label become the planes that an encoder's first convolution reads. */
  static List<Layer> inputs(NetworkSpec spec) {
    int size = spec.imageSize();
    List<Layer> encoder = new ArrayList<>();
    encoder.add(new Layer.Affine(2, -1));
    encoder.add(new Layer.ConcatLabel(List.of(new Layer.Planes(size, size))));
    return encoder;
  }

  /** Puts an encoder with two dense heads before a decoder. */
  static Network network(NetworkSpec spec, List<Layer> encoder, List<Layer> decoder, int mmdLayer) {
    int features = Network.chainShape(encoder, spec.imageShape(), spec.domainCount()).size();
    int latent = spec.latentSize();
    return new Network(
        spec,
        encoder,
        new Layer.Dense("encoder.mean", features, latent, true),
        new Layer.Dense("encoder.log_var", features, latent, true),
        decoder,
        mmdLayer);
  }
}

package io.trvae.network;

import java.util.ArrayList;
import java.util.List;

/**
 * The networks of the reference implementation: theislab/trVAE, {@code trvae/models/_dctrvae.py},
 * unless stated otherwise.
 *
 * <p>Keras' "same" padding puts the odd pixel of padding behind. A transposed convolution of stride
 * 1 is a convolution with the kernel turned by 180 degrees and its input and output channels
 * exchanged; padded "same", it needs the odd pixel in front. It is described as that convolution.
 */
final class ReferenceArchitectures {

  /** Keras' defaults. */
  private static final float SLOPE = 0.3f;

  private static final float EPSILON = 1e-3f;

  private ReferenceArchitectures() {}

  static Network archStyle1(NetworkSpec spec) {
    int size = spec.imageSize();
    int latent = spec.latentSize();
    int mmd = spec.mmdSize();

    List<Layer> encoder = new ArrayList<>();
    encoder.add(labelPlane(spec));
    for (int i = 1; i <= 2; i++) {
      encoder.add(new Layer.Conv2d("encoder.conv" + i, i == 1 ? 4 : 64, 64, 4, 2, 1, 1));
      encoder.add(new Layer.LeakyRelu(SLOPE));
      encoder.add(new Layer.MaxPool2x2());
    }
    encoder.add(new Layer.Flatten());
    int features = 64 * (size / 16) * (size / 16);
    addNormalisedDense(encoder, "encoder.dense1", features, 1024, spec.dropout());
    addNormalisedDense(encoder, "encoder.dense2", 1024, mmd, spec.dropout());

    List<Layer> decoder = new ArrayList<>();
    decoder.add(new Layer.ConcatLabel(List.of()));
    addNormalisedDense(decoder, "decoder.mmd", latent + spec.domainCount(), mmd, spec.dropout());
    int mmdLayer = decoder.size() - 2;
    addNormalisedDense(decoder, "decoder.dense1", mmd, 1024, spec.dropout());
    decoder.add(new Layer.Dense("decoder.dense2", 1024, spec.imageShape().size(), false));
    decoder.add(new Layer.LeakyRelu(SLOPE));
    decoder.add(new Layer.Reshape(spec.imageShape()));
    decoder.add(new Layer.Conv2d("decoder.conv1", 3, 128, 4, 1, 2, 1));
    decoder.add(new Layer.LeakyRelu(SLOPE));
    decoder.add(new Layer.Conv2d("decoder.conv2", 128, 64, 4, 1, 2, 1));
    decoder.add(new Layer.LeakyRelu(SLOPE));
    decoder.add(new Layer.Conv2d("decoder.conv3", 64, 3, 4, 1, 2, 1));
    decoder.add(new Layer.LeakyRelu(0));

    return network(spec, encoder, mmd, decoder, mmdLayer);
  }

  /**
   * The reference's decoder goes on from before the rectifier of its MMD layer, and so does this
   * one. A chain has no side exit: here the penalty sees what the rectifier would get.
   */
  static Network archStyle2(NetworkSpec spec) {
    int pixels = spec.imageShape().size();
    int mmd = spec.mmdSize();
    float dropout = spec.dropout();

    List<Layer> encoder = new ArrayList<>();
    encoder.add(new Layer.Flatten());
    encoder.add(new Layer.ConcatLabel(List.of()));
    addNormalisedDense(encoder, "encoder.dense1", pixels + spec.domainCount(), 512, dropout);
    addNormalisedDense(encoder, "encoder.dense2", 512, 512, dropout);
    addNormalisedDense(encoder, "encoder.dense3", 512, mmd, dropout);

    List<Layer> decoder = new ArrayList<>();
    decoder.add(new Layer.ConcatLabel(List.of()));
    decoder.add(new Layer.Dense("decoder.mmd", spec.latentSize() + spec.domainCount(), mmd, false));
    decoder.add(new Layer.BatchNorm("decoder.mmd_norm", mmd, EPSILON));
    int mmdLayer = decoder.size() - 1;
    decoder.add(new Layer.Dropout(dropout));
    addNormalisedDense(decoder, "decoder.dense1", mmd, 512, dropout);
    addNormalisedDense(decoder, "decoder.dense2", 512, 512, dropout);
    addDense(decoder, "decoder.image", 512, pixels);
    decoder.add(new Layer.Reshape(spec.imageShape()));

    return network(spec, encoder, mmd, decoder, mmdLayer);
  }

  static Network archStyle3(NetworkSpec spec) {
    int small = spec.imageSize() / 16;
    int bottom = Math.max(1, 4096 / (small * small));
    Shape bottomShape = new Shape(bottom, small, small);
    List<Layer> decoder = new ArrayList<>();
    int mmdLayer = addVggBottom(decoder, spec, 64, bottomShape);
    int in = bottom;
    int stage = 1;
    for (int out : new int[] {256, 128, 64, 32}) {
      decoder.add(new Layer.Upsample2x());
      addConv(decoder, "decoder.up" + stage, in, out, 2, 0);
      addConv(decoder, "decoder.conv" + stage, out, out, 3, 1);
      in = out;
      stage++;
    }
    addConv(decoder, "decoder.image", in, 3, 1, 0);
    return network(spec, vggEncoder(spec), 256, decoder, mmdLayer);
  }

  /**
   * Of theislab/trVAE_reproducibility, {@code reptrvae/models/_dctrvae.py}, which always draws
   * 64x64 pixels.
   */
  static Network archStyle3Mirrored(NetworkSpec spec) {
    int small = spec.imageSize() / 16;
    List<Layer> decoder = new ArrayList<>();
    int mmdLayer = addVggBottom(decoder, spec, 128, new Shape(512, small, small));
    int[][] blocks = {{512, 512, 512}, {512, 512, 512}, {256, 256, 256}, {128, 128}, {64, 64}};
    int in = 512;
    for (int block = 0; block < blocks.length; block++) {
      if (block > 0) {
        decoder.add(new Layer.Upsample2x());
      }
      for (int i = 0; i < blocks[block].length; i++) {
        int out = blocks[block][i];
        addConv(decoder, "decoder.conv" + (block + 1) + "_" + (i + 1), in, out, 3, 1);
        in = out;
      }
    }
    addConv(decoder, "decoder.image", in, 3, 1, 0);
    return network(spec, vggEncoder(spec), 256, decoder, mmdLayer);
  }

  private static List<Layer> vggEncoder(NetworkSpec spec) {
    List<Layer> encoder = new ArrayList<>();
    encoder.add(labelPlane(spec));
    int[][] blocks = {{64, 64}, {128, 128}, {256, 256, 256}, {512, 512, 512}, {512, 512, 512}};
    int channels = 4;
    for (int block = 0; block < blocks.length; block++) {
      for (int i = 0; i < blocks[block].length; i++) {
        int out = blocks[block][i];
        String name = "encoder.conv" + (block + 1) + "_" + (i + 1);
        addConv(encoder, name, channels, out, 3, 1);
        channels = out;
      }
      encoder.add(new Layer.MaxPool2x2());
    }
    encoder.add(new Layer.Flatten());
    int small = spec.imageSize() / 32;
    addDense(encoder, "encoder.dense1", channels * small * small, 1024);
    addDense(encoder, "encoder.dense2", 1024, 256);
    encoder.add(new Layer.Dropout(spec.dropout()));
    return encoder;
  }

  /** From the latent code to the smallest features; returns the index of the MMD layer. */
  private static int addVggBottom(
      List<Layer> decoder, NetworkSpec spec, int labelSize, Shape bottomShape) {
    decoder.add(
        new Layer.ConcatLabel(
            List.of(
                new Layer.Dense("decoder.label", spec.domainCount(), labelSize, true),
                new Layer.LeakyRelu(0))));
    decoder.add(new Layer.LeakyRelu(0));
    addDense(decoder, "decoder.mmd", spec.latentSize() + labelSize, spec.mmdSize());
    int mmdLayer = decoder.size() - 1;
    addDense(decoder, "decoder.dense1", spec.mmdSize(), 1024);
    addDense(decoder, "decoder.dense2", 1024, bottomShape.size());
    decoder.add(new Layer.Reshape(bottomShape));
    return mmdLayer;
  }

  private static Network network(
      NetworkSpec spec, List<Layer> encoder, int features, List<Layer> decoder, int mmdLayer) {
    return new Network(
        spec,
        encoder,
        new Layer.Dense("encoder.mean", features, spec.latentSize(), true),
        new Layer.Dense("encoder.log_var", features, spec.latentSize(), true),
        decoder,
        mmdLayer);
  }

  /** The label through two dense layers becomes one more plane of the image. */
  private static Layer labelPlane(NetworkSpec spec) {
    int size = spec.imageSize();
    return new Layer.ConcatLabel(
        List.of(
            new Layer.Dense("encoder.label1", spec.domainCount(), 128, true),
            new Layer.LeakyRelu(0),
            new Layer.Dense("encoder.label2", 128, size * size, true),
            new Layer.LeakyRelu(0),
            new Layer.Reshape(new Shape(1, size, size))));
  }

  /** A convolution that keeps the size: an even kernel needs one more pixel of padding behind. */
  private static void addConv(
      List<Layer> layers, String name, int in, int out, int kernel, int padBefore) {
    layers.add(new Layer.Conv2d(name, in, out, kernel, 1, padBefore, kernel - 1 - padBefore));
    layers.add(new Layer.LeakyRelu(0));
  }

  private static void addDense(List<Layer> layers, String name, int in, int out) {
    layers.add(new Layer.Dense(name, in, out, true));
    layers.add(new Layer.LeakyRelu(0));
  }

  private static void addNormalisedDense(
      List<Layer> layers, String name, int in, int out, float dropout) {
    layers.add(new Layer.Dense(name, in, out, false));
    layers.add(new Layer.BatchNorm(name + "_norm", out, EPSILON));
    layers.add(new Layer.LeakyRelu(SLOPE));
    layers.add(new Layer.Dropout(dropout));
  }
}

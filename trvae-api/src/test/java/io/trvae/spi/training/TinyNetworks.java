package io.trvae.spi.training;

import io.trvae.network.Architecture;
import io.trvae.network.Layer;
import io.trvae.network.Network;
import io.trvae.network.NetworkSpec;
import io.trvae.network.Parameter;
import io.trvae.network.Shape;
import java.util.List;
import java.util.Random;

/** Networks of a few hundred weights, batches and weights drawn at random. */
public final class TinyNetworks {

  private TinyNetworks() {}

  /** Every kind of layer, dropout before and after the code, the penalty on dropped features. */
  static Network everyLayer(float dropout) {
    NetworkSpec spec = new NetworkSpec(Architecture.COMPACT, 16, 2, 3, 5, dropout);
    return new Network(
        spec,
        List.of(
            new Layer.Affine(2, -1),
            new Layer.ConcatLabel(List.of(new Layer.Planes(16, 16))),
            new Layer.Conv2d("e1", 5, 3, 4, 2, 1, 1),
            new Layer.BatchNorm("n1", 3, 1e-3f),
            new Layer.LeakyRelu(0.2f),
            new Layer.MaxPool2x2(),
            new Layer.ConcatLabel(
                List.of(
                    new Layer.Dense("label", 2, 16, true),
                    new Layer.Tanh(),
                    new Layer.Reshape(new Shape(1, 4, 4)))),
            new Layer.Conv2d("e2", 4, 6, 3, 1, 1, 1),
            new Layer.Tanh(),
            new Layer.MaxPool2x2(),
            new Layer.Flatten(),
            new Layer.Dense("e3", 24, 7, false),
            new Layer.BatchNorm("n2", 7, 1e-3f),
            new Layer.LeakyRelu(0.1f),
            new Layer.Dropout(dropout)),
        new Layer.Dense("mean", 7, 3, true),
        new Layer.Dense("logVar", 7, 3, true),
        List.of(
            new Layer.ConcatLabel(List.of()),
            new Layer.Dense("mmd", 5, 5, true),
            new Layer.LeakyRelu(0.3f),
            new Layer.Dropout(dropout),
            new Layer.Dense("d1", 5, 16, true),
            new Layer.LabelAffine("a0", 2, 16),
            new Layer.LeakyRelu(0),
            new Layer.Reshape(new Shape(1, 4, 4)),
            new Layer.Upsample2x(),
            new Layer.Conv2d("d2", 1, 3, 2, 1, 0, 1),
            new Layer.BatchNorm("n3", 3, 1e-3f),
            new Layer.LabelAffine("a1", 2, 3),
            new Layer.Upsample2x(),
            new Layer.Conv2d("d3", 3, 4, 3, 1, 1, 1),
            new Layer.LeakyRelu(0.3f),
            new Layer.Conv2d("d4", 4, 3, 4, 1, 2, 1),
            new Layer.Tanh(),
            new Layer.Affine(0.5f, 0.5f)),
        2);
  }

  /** Convolutions down to one pixel and up from it, activations after one another. */
  static Network onePixel() {
    NetworkSpec spec = new NetworkSpec(Architecture.COMPACT, 16, 2, 2, 4, 0.25f);
    return new Network(
        spec,
        List.of(
            new Layer.Tanh(),
            new Layer.LeakyRelu(0.5f),
            new Layer.Conv2d("e1", 3, 4, 4, 4, 0, 0),
            new Layer.Tanh(),
            new Layer.LeakyRelu(0.2f),
            new Layer.Conv2d("e2", 4, 5, 4, 4, 0, 0),
            new Layer.BatchNorm("n1", 5, 1e-3f),
            new Layer.Tanh(),
            new Layer.Dropout(0.25f),
            new Layer.ConcatLabel(List.of(new Layer.Affine(2, -1), new Layer.Tanh()))),
        new Layer.Dense("mean", 7, 2, true),
        new Layer.Dense("logVar", 7, 2, true),
        List.of(
            new Layer.Dense("mmd", 2, 4, true),
            new Layer.ConcatLabel(List.of()),
            new Layer.Upsample2x(),
            new Layer.Conv2d("d1", 6, 3, 3, 1, 1, 1),
            new Layer.Upsample2x(),
            new Layer.Conv2d("d2", 3, 3, 3, 1, 1, 1),
            new Layer.Upsample2x(),
            new Layer.Conv2d("d3", 3, 3, 3, 1, 1, 1),
            new Layer.Upsample2x(),
            new Layer.Conv2d("d4", 3, 3, 1, 1, 0, 0)),
        0);
  }

  /** A batch of noise. */
  static Batch batch(Network network, int perDomain, long seed) {
    Random random = new Random(seed);
    int domains = network.spec().domainCount();
    int n = perDomain * domains;
    float[] images = new float[n * network.spec().imageShape().size()];
    for (int i = 0; i < images.length; i++) {
      images[i] = random.nextFloat();
    }
    float[] labels = new float[n * domains];
    int[] domainOf = new int[n];
    for (int row = 0; row < n; row++) {
      domainOf[row] = row % domains;
      labels[row * domains + row % domains] = 1;
    }
    return new Batch(images, labels, domainOf);
  }

  /** Weights that keep features near 1, and nothing at a special value such as 0 or 1. */
  public static float[] draw(Parameter parameter, Random random) {
    float[] values = new float[parameter.size()];
    double deviation =
        parameter.role() == Parameter.Role.WEIGHT
            ? Math.sqrt(2.0 * parameter.shape().get(0) / parameter.size())
            : 0.2;
    double centre =
        switch (parameter.role()) {
          case SCALE, RUNNING_VARIANCE -> 1;
          default -> 0;
        };
    for (int i = 0; i < values.length; i++) {
      double noise = Math.max(-3, Math.min(3, random.nextGaussian()));
      values[i] = (float) (centre + deviation * noise);
    }
    return values;
  }
}

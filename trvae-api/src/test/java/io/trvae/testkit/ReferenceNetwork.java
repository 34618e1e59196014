package io.trvae.testkit;

import io.trvae.model.Tensor;
import io.trvae.network.Layer;
import io.trvae.network.Network;
import io.trvae.network.Shape;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Computes chains of layers for one image in double precision, by the plainest loops there are: the
 * definition that every backend is compared with. Inference only: batch normalisation uses its
 * running statistics, dropout does nothing.
 *
 * @since 0.1.0
 */
public final class ReferenceNetwork {

  private final Map<String, float[]> weights = new LinkedHashMap<>();

  /**
   * Copies the weights.
   *
   * @param tensors the weights by parameter name
   */
  public ReferenceNetwork(Map<String, Tensor> tensors) {
    tensors.forEach((name, tensor) -> weights.put(name, tensor.toFloats()));
  }

  /**
   * Computes a chain.
   *
   * @param layers the chain
   * @param input features in channel, row, column order
   * @param shape the shape of the input
   * @param label one weight per domain
   * @return the features at the end of the chain, in channel, row, column order
   */
  public double[] run(List<Layer> layers, double[] input, Shape shape, double[] label) {
    double[] features = input;
    Shape at = shape;
    for (Layer layer : layers) {
      Shape next = layer.outputShape(at, label.length);
      features = apply(layer, features, at, next, label);
      at = next;
    }
    return features;
  }

  private double[] apply(Layer layer, double[] x, Shape in, Shape out, double[] label) {
    if (layer instanceof Layer.Affine affine) {
      double[] y = new double[x.length];
      for (int i = 0; i < x.length; i++) {
        y[i] = affine.scale() * x[i] + affine.shift();
      }
      return y;
    } else if (layer instanceof Layer.LeakyRelu relu) {
      double[] y = new double[x.length];
      for (int i = 0; i < x.length; i++) {
        y[i] = x[i] > 0 ? x[i] : relu.slope() * x[i];
      }
      return y;
    } else if (layer instanceof Layer.Tanh) {
      double[] y = new double[x.length];
      for (int i = 0; i < x.length; i++) {
        y[i] = Math.tanh(x[i]);
      }
      return y;
    } else if (layer instanceof Layer.Conv2d conv) {
      return convolve(conv, x, in, out);
    } else if (layer instanceof Layer.Dense dense) {
      return multiply(dense, x);
    } else if (layer instanceof Layer.BatchNorm norm) {
      return normalise(norm, x, in);
    } else if (layer instanceof Layer.MaxPool2x2) {
      return pool(x, in, out);
    } else if (layer instanceof Layer.Upsample2x) {
      return upsample(x, in, out);
    } else if (layer instanceof Layer.Planes) {
      return planes(x, out);
    } else if (layer instanceof Layer.ConcatLabel concat) {
      return concat(x, run(concat.embedding(), label, Shape.flat(label.length), label));
    } else if (layer instanceof Layer.LabelAffine affine) {
      return affine(affine, x, in, label);
    } else if (layer instanceof Layer.Flatten
        || layer instanceof Layer.Reshape
        || layer instanceof Layer.Dropout) {
      return x;
    }
    throw new IllegalArgumentException("Unknown layer " + layer);
  }

  private double[] convolve(Layer.Conv2d conv, double[] x, Shape in, Shape out) {
    float[] weight = weights.get(conv.name() + ".weight");
    float[] bias = weights.get(conv.name() + ".bias");
    int kernel = conv.kernel();
    int stride = conv.stride();
    Shape padded =
        new Shape(
            in.channels(),
            in.height() + conv.padBefore() + conv.padAfter(),
            in.width() + conv.padBefore() + conv.padAfter());
    double[] p = pad(x, in, padded, conv.padBefore());
    double[] y = new double[out.size()];
    for (int o = 0; o < out.channels(); o++) {
      Arrays.fill(y, index(out, o, 0, 0), index(out, o + 1, 0, 0), bias[o]);
      for (int i = 0; i < in.channels(); i++) {
        for (int ky = 0; ky < kernel; ky++) {
          for (int kx = 0; kx < kernel; kx++) {
            double w = weight[((o * in.channels() + i) * kernel + ky) * kernel + kx];
            for (int row = 0; row < out.height(); row++) {
              int from = index(padded, i, row * stride + ky, kx);
              int to = index(out, o, row, 0);
              for (int column = 0; column < out.width(); column++) {
                y[to + column] += w * p[from + column * stride];
              }
            }
          }
        }
      }
    }
    return y;
  }

  private static double[] pad(double[] x, Shape in, Shape padded, int before) {
    double[] y = new double[padded.size()];
    for (int c = 0; c < in.channels(); c++) {
      for (int row = 0; row < in.height(); row++) {
        int to = index(padded, c, row + before, before);
        System.arraycopy(x, index(in, c, row, 0), y, to, in.width());
      }
    }
    return y;
  }

  private double[] multiply(Layer.Dense dense, double[] x) {
    float[] weight = weights.get(dense.name() + ".weight");
    double[] y = new double[dense.out()];
    for (int o = 0; o < dense.out(); o++) {
      double sum = dense.bias() ? weights.get(dense.name() + ".bias")[o] : 0;
      for (int i = 0; i < dense.in(); i++) {
        sum += weight[o * dense.in() + i] * x[i];
      }
      y[o] = sum;
    }
    return y;
  }

  private double[] normalise(Layer.BatchNorm norm, double[] x, Shape in) {
    float[] scale = weights.get(norm.name() + ".weight");
    float[] shift = weights.get(norm.name() + ".bias");
    float[] mean = weights.get(norm.name() + ".running_mean");
    float[] variance = weights.get(norm.name() + ".running_var");
    int plane = in.height() * in.width();
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      int c = i / plane;
      y[i] = (x[i] - mean[c]) / Math.sqrt(variance[c] + norm.epsilon()) * scale[c] + shift[c];
    }
    return y;
  }

  private double[] affine(Layer.LabelAffine affine, double[] x, Shape in, double[] label) {
    float[] scale = weights.get(affine.name() + ".weight");
    float[] shift = weights.get(affine.name() + ".bias");
    int plane = in.height() * in.width();
    double[] y = new double[x.length];
    for (int domain = 0; domain < label.length; domain++) {
      for (int i = 0; i < x.length; i++) {
        int c = domain * affine.channels() + i / plane;
        y[i] += label[domain] * (scale[c] * x[i] + shift[c]);
      }
    }
    return y;
  }

  private static double[] pool(double[] x, Shape in, Shape out) {
    double[] y = new double[out.size()];
    for (int c = 0; c < out.channels(); c++) {
      for (int row = 0; row < out.height(); row++) {
        for (int column = 0; column < out.width(); column++) {
          double top =
              Math.max(
                  x[index(in, c, 2 * row, 2 * column)], x[index(in, c, 2 * row, 2 * column + 1)]);
          double bottom =
              Math.max(
                  x[index(in, c, 2 * row + 1, 2 * column)],
                  x[index(in, c, 2 * row + 1, 2 * column + 1)]);
          y[index(out, c, row, column)] = Math.max(top, bottom);
        }
      }
    }
    return y;
  }

  private static double[] upsample(double[] x, Shape in, Shape out) {
    double[] y = new double[out.size()];
    for (int c = 0; c < out.channels(); c++) {
      for (int row = 0; row < out.height(); row++) {
        for (int column = 0; column < out.width(); column++) {
          y[index(out, c, row, column)] = x[index(in, c, row / 2, column / 2)];
        }
      }
    }
    return y;
  }

  private static double[] planes(double[] x, Shape out) {
    double[] y = new double[out.size()];
    for (int i = 0; i < y.length; i++) {
      y[i] = x[i / (out.height() * out.width())];
    }
    return y;
  }

  private static double[] concat(double[] x, double[] label) {
    double[] y = new double[x.length + label.length];
    System.arraycopy(x, 0, y, 0, x.length);
    System.arraycopy(label, 0, y, x.length, label.length);
    return y;
  }

  private static int index(Shape shape, int channel, int row, int column) {
    return (channel * shape.height() + row) * shape.width() + column;
  }

  /**
   * Encodes one image.
   *
   * @param network the network that the weights belong to
   * @param image {@code [3, size, size]}, values in [0, 1]
   * @param label one weight per domain
   * @return the latent mean, then the logarithms of the latent variances: {@code [2, latentSize]}
   */
  public double[][] encode(Network network, double[] image, double[] label) {
    double[] features = run(network.encoder(), image, network.spec().imageShape(), label);
    return new double[][] {
      multiply(network.mean(), features), multiply(network.logVar(), features)
    };
  }

  /**
   * Decodes one latent code.
   *
   * @param network the network that the weights belong to
   * @param latent {@code [latentSize]}
   * @param label one weight per domain
   * @return {@code [3, size, size]}, not clipped
   */
  public double[] decode(Network network, double[] latent, double[] label) {
    return run(network.decoder(), latent, Shape.flat(latent.length), label);
  }
}

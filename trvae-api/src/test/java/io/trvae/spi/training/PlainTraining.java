package io.trvae.spi.training;

import io.trvae.network.Layer;
import io.trvae.network.Network;
import io.trvae.network.Parameter;
import io.trvae.network.Shape;
import io.trvae.training.Losses;
import io.trvae.training.MmdEstimate;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A network's training step in float64 and plain loops, written from the definitions alone: what
 * the engine has to agree with.
 */
final class PlainTraining {

  private static final double[] BANDWIDTHS = {
    1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1, 5, 10, 15, 20, 25, 30, 35, 100, 1e3, 1e4, 1e5, 1e6
  };

  private final Network network;
  private final double reconstructionWeight;
  private final double klWeight;
  private final double mmdWeight;
  private final MmdEstimate mmdEstimate;
  private final Map<String, double[]> values = new LinkedHashMap<>();
  private final Map<String, double[]> gradients = new LinkedHashMap<>();
  private final Deque<Runnable> backward = new ArrayDeque<>();
  private double closestKink = Double.POSITIVE_INFINITY;

  PlainTraining(
      Network network,
      double reconstructionWeight,
      double klWeight,
      double mmdWeight,
      MmdEstimate mmdEstimate) {
    this.network = network;
    this.reconstructionWeight = reconstructionWeight;
    this.klWeight = klWeight;
    this.mmdWeight = mmdWeight;
    this.mmdEstimate = mmdEstimate;
    for (Parameter parameter : network.parameters()) {
      values.put(parameter.name(), new double[parameter.size()]);
      if (parameter.role().isTrained()) {
        gradients.put(parameter.name(), new double[parameter.size()]);
      }
    }
  }

  /** Returns an array of the network; changes to it change the network. */
  double[] values(String name) {
    return values.get(name);
  }

  /** Returns the gradients that the last training step computed, by parameter name. */
  Map<String, double[]> gradients() {
    return gradients;
  }

  /**
   * Tells how near to a kink the last pass came: the smallest distance of a rectifier's argument
   * from 0, or of a pooling window's two largest elements from each other. Rounding beyond it
   * changes a gradient at once.
   */
  double closestKink() {
    return closestKink;
  }

  /** What a pass computes. */
  record Result(Losses losses, double[] mean, double[] logVar, double[] decoded) {}

  /** Runs forward with batch statistics, dropout and sampling, then backward. */
  Result train(Batch batch, Noise noise) {
    Result result = forward(batch, noise);
    gradients.values().forEach(gradient -> Arrays.fill(gradient, 0));
    while (!backward.isEmpty()) {
      backward.pop().run();
    }
    return result;
  }

  /** Runs forward as {@link #train} does, and not backward. */
  Result measure(Batch batch, Noise noise) {
    return forward(batch, noise);
  }

  /** Runs forward with running statistics, without dropout, with the latent mean. */
  Result infer(Batch batch) {
    return forward(batch, null);
  }

  /** Features of a batch, and the gradient of the loss by them. */
  private static final class Node {
    final int batch;
    final Shape shape;
    final double[] value;
    final double[] gradient;

    Node(int batch, Shape shape) {
      this.batch = batch;
      this.shape = shape;
      value = new double[batch * shape.size()];
      gradient = new double[value.length];
    }

    Node like(Shape other) {
      return new Node(batch, other);
    }

    int plane() {
      return shape.height() * shape.width();
    }
  }

  /** Noise is null for inference. */
  private Result forward(Batch batch, Noise noise) {
    backward.clear();
    closestKink = Double.POSITIVE_INFINITY;
    int n = batch.domains().length;
    Node image = new Node(n, network.spec().imageShape());
    Node label = new Node(n, Shape.flat(network.spec().domainCount()));
    copy(batch.images(), image.value);
    copy(batch.labels(), label.value);

    Node features = append(network.encoder(), image, label, noise);
    Node mean = dense(network.mean(), features);
    Node logVar = dense(network.logVar(), features);
    Node latent = sample(mean, logVar, noise);
    double kl = divergence(mean, logVar);

    List<Layer> decoder = network.decoder();
    int split = network.mmdLayer() + 1;
    Node activations = append(decoder.subList(0, split), latent, label, noise);
    Node decoded = append(decoder.subList(split, decoder.size()), activations, label, noise);
    double reconstruction = squaredError(decoded, image.value);
    Node ofMean = append(decoder.subList(0, split), mean, label, noise);
    double mmd = discrepancy(ofMean, batch.domains());

    double total = reconstructionWeight * reconstruction + klWeight * kl + mmdWeight * mmd;
    return new Result(
        new Losses(reconstruction, kl, mmd, total), mean.value, logVar.value, decoded.value);
  }

  private static void copy(float[] from, double[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] = from[i];
    }
  }

  private Node append(List<Layer> layers, Node input, Node label, Noise noise) {
    Node features = input;
    for (Layer layer : layers) {
      features = append(layer, features, label, noise);
    }
    return features;
  }

  private Node append(Layer layer, Node input, Node label, Noise noise) {
    if (layer instanceof Layer.Affine affine) {
      return elementwise(input, x -> affine.scale() * x + affine.shift(), (x, y) -> affine.scale());
    } else if (layer instanceof Layer.LeakyRelu relu) {
      for (double x : input.value) {
        // Zero is what an earlier rectifier has made, which lets no gradient through.
        if (x != 0) {
          closestKink = Math.min(closestKink, Math.abs(x));
        }
      }
      return elementwise(
          input, x -> x > 0 ? x : relu.slope() * x, (x, y) -> x > 0 ? 1 : relu.slope());
    } else if (layer instanceof Layer.Tanh) {
      return elementwise(input, Math::tanh, (x, y) -> 1 - y * y);
    } else if (layer instanceof Layer.Conv2d conv) {
      return convolution(conv, input);
    } else if (layer instanceof Layer.Dense dense) {
      return dense(dense, input);
    } else if (layer instanceof Layer.BatchNorm norm) {
      return noise == null ? normaliseByRunning(norm, input) : normaliseByBatch(norm, input);
    } else if (layer instanceof Layer.MaxPool2x2) {
      return maxPool(input);
    } else if (layer instanceof Layer.Upsample2x) {
      return upsample(input);
    } else if (layer instanceof Layer.Planes planes) {
      return planes(planes, input);
    } else if (layer instanceof Layer.Dropout dropout) {
      return noise == null ? input : dropout(dropout.rate(), input, noise.next());
    } else if (layer instanceof Layer.ConcatLabel concat) {
      return concatenate(input, append(concat.embedding(), label, label, noise));
    } else if (layer instanceof Layer.LabelAffine affine) {
      return labelAffine(affine, input, label);
    } else if (layer instanceof Layer.Reshape reshape) {
      return reshape(input, reshape.shape());
    } else if (layer instanceof Layer.Flatten) {
      return reshape(input, Shape.flat(input.shape.size()));
    }
    throw new AssertionError(layer);
  }

  private interface Function {
    double of(double x);
  }

  private interface Derivative {
    double of(double x, double y);
  }

  private Node elementwise(Node input, Function function, Derivative derivative) {
    Node output = input.like(input.shape);
    for (int i = 0; i < output.value.length; i++) {
      output.value[i] = function.of(input.value[i]);
    }
    backward.push(
        () -> {
          for (int i = 0; i < output.value.length; i++) {
            input.gradient[i] +=
                output.gradient[i] * derivative.of(input.value[i], output.value[i]);
          }
        });
    return output;
  }

  private Node reshape(Node input, Shape shape) {
    Node output = input.like(shape);
    System.arraycopy(input.value, 0, output.value, 0, input.value.length);
    backward.push(() -> add(output.gradient, 0, input.gradient, 0, input.gradient.length));
    return output;
  }

  private static void add(double[] from, int fromStart, double[] to, int toStart, int count) {
    for (int i = 0; i < count; i++) {
      to[toStart + i] += from[fromStart + i];
    }
  }

  private Node planes(Layer.Planes layer, Node input) {
    Node output = input.like(layer.outputShape(input.shape, 0));
    int plane = output.plane();
    for (int i = 0; i < output.value.length; i++) {
      output.value[i] = input.value[i / plane];
    }
    backward.push(
        () -> {
          for (int i = 0; i < output.value.length; i++) {
            input.gradient[i / plane] += output.gradient[i];
          }
        });
    return output;
  }

  private Node concatenate(Node first, Node second) {
    Node output =
        first.like(
            new Shape(
                first.shape.channels() + second.shape.channels(),
                first.shape.height(),
                first.shape.width()));
    int a = first.shape.size();
    int b = second.shape.size();
    for (int n = 0; n < output.batch; n++) {
      System.arraycopy(first.value, n * a, output.value, n * (a + b), a);
      System.arraycopy(second.value, n * b, output.value, n * (a + b) + a, b);
    }
    backward.push(
        () -> {
          for (int n = 0; n < output.batch; n++) {
            add(output.gradient, n * (a + b), first.gradient, n * a, a);
            add(output.gradient, n * (a + b) + a, second.gradient, n * b, b);
          }
        });
    return output;
  }

  private Node dropout(double rate, Node input, Random random) {
    double[] factors = new double[input.value.length];
    for (int i = 0; i < factors.length; i++) {
      factors[i] = random.nextFloat() < rate ? 0 : 1 / (1 - rate);
    }
    Node output = input.like(input.shape);
    for (int i = 0; i < factors.length; i++) {
      output.value[i] = factors[i] * input.value[i];
    }
    backward.push(
        () -> {
          for (int i = 0; i < factors.length; i++) {
            input.gradient[i] += factors[i] * output.gradient[i];
          }
        });
    return output;
  }

  private Node upsample(Node input) {
    Node output = input.like(new Layer.Upsample2x().outputShape(input.shape, 0));
    int width = output.shape.width();
    int[] source = new int[output.value.length];
    for (int i = 0; i < source.length; i++) {
      int row = i / width;
      source[i] = row / 2 * (width / 2) + i % width / 2;
      output.value[i] = input.value[source[i]];
    }
    backward.push(() -> scatter(output.gradient, source, input.gradient));
    return output;
  }

  private Node maxPool(Node input) {
    Node output = input.like(new Layer.MaxPool2x2().outputShape(input.shape, 0));
    int height = output.shape.height();
    int width = output.shape.width();
    int inputWidth = input.shape.width();
    int[] source = new int[output.value.length];
    for (int i = 0; i < source.length; i++) {
      int plane = i / (height * width);
      int row = i / width % height;
      int corner = plane * input.plane() + 2 * row * inputWidth + 2 * (i % width);
      int best = corner;
      for (int other : new int[] {corner + 1, corner + inputWidth, corner + inputWidth + 1}) {
        double lead = input.value[other] - input.value[best];
        // Equal elements are no kink: rectified zeros, all with a gradient of 0 before them.
        if (lead != 0) {
          closestKink = Math.min(closestKink, Math.abs(lead));
        }
        if (lead > 0) {
          best = other;
        }
      }
      source[i] = best;
      output.value[i] = input.value[best];
    }
    backward.push(() -> scatter(output.gradient, source, input.gradient));
    return output;
  }

  private static void scatter(double[] gradient, int[] targets, double[] to) {
    for (int i = 0; i < targets.length; i++) {
      to[targets[i]] += gradient[i];
    }
  }

  private Node dense(Layer.Dense layer, Node input) {
    double[] weight = values.get(layer.name() + ".weight");
    double[] bias = values.get(layer.name() + ".bias");
    int in = layer.in();
    int out = layer.out();
    Node output = input.like(Shape.flat(out));
    for (int n = 0; n < input.batch; n++) {
      for (int o = 0; o < out; o++) {
        double sum = layer.bias() ? bias[o] : 0;
        for (int i = 0; i < in; i++) {
          sum += weight[o * in + i] * input.value[n * in + i];
        }
        output.value[n * out + o] = sum;
      }
    }
    backward.push(
        () -> {
          double[] byWeight = gradients.get(layer.name() + ".weight");
          double[] byBias = gradients.get(layer.name() + ".bias");
          for (int n = 0; n < input.batch; n++) {
            for (int o = 0; o < out; o++) {
              double g = output.gradient[n * out + o];
              if (layer.bias()) {
                byBias[o] += g;
              }
              for (int i = 0; i < in; i++) {
                byWeight[o * in + i] += g * input.value[n * in + i];
                input.gradient[n * in + i] += g * weight[o * in + i];
              }
            }
          }
        });
    return output;
  }

  /**
   * Computed with channels last, because loops over channels are fast; the sums are those of the
   * definition.
   */
  private Node convolution(Layer.Conv2d layer, Node input) {
    int in = layer.in();
    int out = layer.out();
    int taps = layer.kernel() * layer.kernel();
    double[] weight = values.get(layer.name() + ".weight");
    double[] bias = values.get(layer.name() + ".bias");
    double[] inToOut = new double[weight.length];
    double[] outToIn = new double[weight.length];
    for (int o = 0; o < out; o++) {
      for (int i = 0; i < in; i++) {
        for (int tap = 0; tap < taps; tap++) {
          double w = weight[(o * in + i) * taps + tap];
          inToOut[(tap * in + i) * out + o] = w;
          outToIn[(tap * out + o) * in + i] = w;
        }
      }
    }
    Node output = input.like(layer.outputShape(input.shape, 0));
    double[] x = channelsLast(input.value, in, input.plane());
    double[] y = new double[output.value.length];
    IntStream.range(0, input.batch)
        .parallel()
        .forEach(
            n -> {
              for (int tap = 0; tap < taps; tap++) {
                for (int at = 0; at < output.plane(); at++) {
                  int from = source(layer, input.shape, output.shape, tap, at);
                  for (int i = 0; from >= 0 && i < in; i++) {
                    double factor = x[(n * input.plane() + from) * in + i];
                    addScaled(
                        factor,
                        inToOut,
                        (tap * in + i) * out,
                        y,
                        (n * output.plane() + at) * out,
                        out);
                  }
                }
              }
            });
    System.arraycopy(channelsFirst(y, out, output.plane()), 0, output.value, 0, y.length);
    for (int i = 0; i < output.value.length; i++) {
      output.value[i] += bias[i / output.plane() % out];
    }

    backward.push(
        () -> {
          double[] byY = channelsLast(output.gradient, out, output.plane());
          double[] byBias = gradients.get(layer.name() + ".bias");
          for (int i = 0; i < byY.length; i++) {
            byBias[i % out] += byY[i];
          }
          double[] byX = new double[x.length];
          IntStream.range(0, input.batch)
              .parallel()
              .forEach(
                  n -> {
                    for (int tap = 0; tap < taps; tap++) {
                      for (int at = 0; at < output.plane(); at++) {
                        int from = source(layer, input.shape, output.shape, tap, at);
                        for (int o = 0; from >= 0 && o < out; o++) {
                          double factor = byY[(n * output.plane() + at) * out + o];
                          addScaled(
                              factor,
                              outToIn,
                              (tap * out + o) * in,
                              byX,
                              (n * input.plane() + from) * in,
                              in);
                        }
                      }
                    }
                  });
          double[] first = channelsFirst(byX, in, input.plane());
          add(first, 0, input.gradient, 0, first.length);

          double[] byWeight = gradients.get(layer.name() + ".weight");
          IntStream.range(0, taps)
              .parallel()
              .forEach(
                  tap -> {
                    double[] sums = new double[in * out];
                    for (int n = 0; n < input.batch; n++) {
                      for (int at = 0; at < output.plane(); at++) {
                        int from = source(layer, input.shape, output.shape, tap, at);
                        for (int i = 0; from >= 0 && i < in; i++) {
                          double factor = x[(n * input.plane() + from) * in + i];
                          addScaled(
                              factor, byY, (n * output.plane() + at) * out, sums, i * out, out);
                        }
                      }
                    }
                    for (int i = 0; i < in * out; i++) {
                      byWeight[(i % out * in + i / out) * taps + tap] += sums[i];
                    }
                  });
        });
    return output;
  }

  /** Returns the pixel under a tap of the kernel at an output pixel, -1 in the padding. */
  private static int source(Layer.Conv2d layer, Shape in, Shape out, int tap, int at) {
    int y = at / out.width() * layer.stride() - layer.padBefore() + tap / layer.kernel();
    int x = at % out.width() * layer.stride() - layer.padBefore() + tap % layer.kernel();
    boolean inside = y >= 0 && y < in.height() && x >= 0 && x < in.width();
    return inside ? y * in.width() + x : -1;
  }

  private static void addScaled(
      double factor, double[] from, int fromStart, double[] to, int toStart, int count) {
    for (int i = 0; i < count; i++) {
      to[toStart + i] += factor * from[fromStart + i];
    }
  }

  private static double[] channelsLast(double[] values, int channels, int plane) {
    return transposed(values, channels, plane);
  }

  private static double[] channelsFirst(double[] values, int channels, int plane) {
    return transposed(values, plane, channels);
  }

  /** Transposes each image's matrix of rows x columns. */
  private static double[] transposed(double[] values, int rows, int columns) {
    double[] result = new double[values.length];
    for (int start = 0; start < values.length; start += rows * columns) {
      for (int row = 0; row < rows; row++) {
        for (int column = 0; column < columns; column++) {
          result[start + column * rows + row] = values[start + row * columns + column];
        }
      }
    }
    return result;
  }

  private Node normaliseByRunning(Layer.BatchNorm layer, Node input) {
    Node output = input.like(input.shape);
    for (int i = 0; i < output.value.length; i++) {
      int c = i / input.plane() % layer.channels();
      double mean = values.get(layer.name() + ".running_mean")[c];
      double variance = values.get(layer.name() + ".running_var")[c];
      output.value[i] =
          (input.value[i] - mean)
                  / Math.sqrt(variance + layer.epsilon())
                  * values.get(layer.name() + ".weight")[c]
              + values.get(layer.name() + ".bias")[c];
    }
    return output;
  }

  private Node labelAffine(Layer.LabelAffine layer, Node input, Node label) {
    Node output = input.like(input.shape);
    for (int i = 0; i < output.value.length; i++) {
      int image = i / input.shape.size();
      for (int domain = 0; domain < layer.domains(); domain++) {
        int c = domain * layer.channels() + i / input.plane() % layer.channels();
        output.value[i] +=
            label.value[image * layer.domains() + domain]
                * (values.get(layer.name() + ".weight")[c] * input.value[i]
                    + values.get(layer.name() + ".bias")[c]);
      }
    }
    backward.push(
        () -> {
          for (int i = 0; i < output.value.length; i++) {
            int image = i / input.shape.size();
            for (int domain = 0; domain < layer.domains(); domain++) {
              int c = domain * layer.channels() + i / input.plane() % layer.channels();
              double gradient = label.value[image * layer.domains() + domain] * output.gradient[i];
              input.gradient[i] += gradient * values.get(layer.name() + ".weight")[c];
              gradients.get(layer.name() + ".weight")[c] += gradient * input.value[i];
              gradients.get(layer.name() + ".bias")[c] += gradient;
            }
          }
        });
    return output;
  }

  private Node normaliseByBatch(Layer.BatchNorm layer, Node input) {
    int channels = layer.channels();
    int plane = input.plane();
    double count = (double) input.batch * plane;
    double[] scale = values.get(layer.name() + ".weight");
    double[] shift = values.get(layer.name() + ".bias");
    double[] mean = new double[channels];
    double[] variance = new double[channels];
    for (int i = 0; i < input.value.length; i++) {
      mean[i / plane % channels] += input.value[i] / count;
    }
    for (int i = 0; i < input.value.length; i++) {
      int c = i / plane % channels;
      variance[c] += Math.pow(input.value[i] - mean[c], 2) / count;
    }
    double[] runningMean = values.get(layer.name() + ".running_mean");
    double[] runningVariance = values.get(layer.name() + ".running_var");
    for (int c = 0; c < channels; c++) {
      runningMean[c] = 0.9 * runningMean[c] + 0.1 * mean[c];
      runningVariance[c] = 0.9 * runningVariance[c] + 0.1 * variance[c] * count / (count - 1);
    }

    Node output = input.like(input.shape);
    double[] normalised = new double[input.value.length];
    for (int i = 0; i < normalised.length; i++) {
      int c = i / plane % channels;
      normalised[i] = (input.value[i] - mean[c]) / Math.sqrt(variance[c] + layer.epsilon());
      output.value[i] = normalised[i] * scale[c] + shift[c];
    }
    backward.push(
        () -> {
          // Of this place of the layer only; it may have others.
          double[] byScale = new double[channels];
          double[] byShift = new double[channels];
          for (int i = 0; i < normalised.length; i++) {
            int c = i / plane % channels;
            byScale[c] += output.gradient[i] * normalised[i];
            byShift[c] += output.gradient[i];
          }
          add(byScale, 0, gradients.get(layer.name() + ".weight"), 0, channels);
          add(byShift, 0, gradients.get(layer.name() + ".bias"), 0, channels);
          // Ioffe and Szegedy 2015, section 3.
          for (int i = 0; i < normalised.length; i++) {
            int c = i / plane % channels;
            input.gradient[i] +=
                scale[c]
                    / Math.sqrt(variance[c] + layer.epsilon())
                    * (output.gradient[i]
                        - byShift[c] / count
                        - normalised[i] * byScale[c] / count);
          }
        });
    return output;
  }

  private Node sample(Node mean, Node logVar, Noise noise) {
    Node latent = mean.like(mean.shape);
    double[] drawn = new double[latent.value.length];
    Random random = noise == null ? null : noise.next();
    for (int i = 0; i < drawn.length; i++) {
      drawn[i] = random == null ? 0 : random.nextGaussian();
      latent.value[i] = mean.value[i] + Math.exp(logVar.value[i] / 2) * drawn[i];
    }
    backward.push(
        () -> {
          for (int i = 0; i < drawn.length; i++) {
            mean.gradient[i] += latent.gradient[i];
            logVar.gradient[i] += latent.gradient[i] * drawn[i] * Math.exp(logVar.value[i] / 2) / 2;
          }
        });
    return latent;
  }

  private double divergence(Node mean, Node logVar) {
    int count = mean.value.length;
    double sum = 0;
    for (int i = 0; i < count; i++) {
      double m = mean.value[i];
      double v = logVar.value[i];
      sum += 0.5 * (Math.exp(v) + m * m - 1 - v);
    }
    backward.push(
        () -> {
          for (int i = 0; i < count; i++) {
            mean.gradient[i] += klWeight / count * mean.value[i];
            logVar.gradient[i] += klWeight / count * 0.5 * (Math.exp(logVar.value[i]) - 1);
          }
        });
    return sum / count;
  }

  private double squaredError(Node decoded, double[] original) {
    int count = original.length;
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += 0.5 * Math.pow(decoded.value[i] - original[i], 2);
    }
    backward.push(
        () -> {
          for (int i = 0; i < count; i++) {
            decoded.gradient[i] += reconstructionWeight / count * (decoded.value[i] - original[i]);
          }
        });
    return sum / count;
  }

  private double discrepancy(Node activations, int[] domains) {
    double[] gradient = new double[activations.value.length];
    double sum =
        discrepancy(
            activations.value,
            activations.shape.size(),
            domains,
            network.spec().domainCount(),
            mmdEstimate,
            gradient);
    backward.push(
        () -> {
          for (int i = 0; i < gradient.length; i++) {
            activations.gradient[i] += mmdWeight * gradient[i];
          }
        });
    return sum;
  }

  /**
   * The sum over pairs of domains of {@code mean(K_ii) + mean(K_jj) - 2 mean(K_ij)}, pairs with an
   * empty side left out. The unbiased estimate takes the first two means over different rows.
   *
   * @param gradient receives the gradient in addition to what it holds
   */
  static double discrepancy(
      double[] rows,
      int width,
      int[] domains,
      int domainCount,
      MmdEstimate estimate,
      double[] gradient) {
    boolean same = estimate == MmdEstimate.BIASED;
    double sum = 0;
    for (int i = 0; i < domainCount; i++) {
      for (int j = 0; j < i; j++) {
        int[] a = rowsOf(domains, i);
        int[] b = rowsOf(domains, j);
        if (a.length > 0 && b.length > 0) {
          sum += meanKernel(rows, width, a, a, same, 1, gradient);
          sum += meanKernel(rows, width, b, b, same, 1, gradient);
          sum += meanKernel(rows, width, a, b, true, -2, gradient);
        }
      }
    }
    return sum;
  }

  private static int[] rowsOf(int[] domains, int domain) {
    return IntStream.range(0, domains.length).filter(row -> domains[row] == domain).toArray();
  }

  /** Takes pairs of a row with itself where {@code same} is set. */
  private static double meanKernel(
      double[] rows,
      int width,
      int[] as,
      int[] bs,
      boolean same,
      double factor,
      double[] gradient) {
    double sum = 0;
    double share = factor / (as.length * (double) (same ? bs.length : bs.length - 1));
    for (int a : as) {
      for (int b : bs) {
        if (a == b && !same) {
          continue;
        }
        double distance = 0;
        for (int k = 0; k < width; k++) {
          distance += Math.pow(rows[a * width + k] - rows[b * width + k], 2);
        }
        double byDistance = 0;
        for (double sigma : BANDWIDTHS) {
          double kernel = Math.exp(-distance / (2 * sigma)) / BANDWIDTHS.length;
          sum += share * kernel;
          byDistance -= share * kernel / (2 * sigma);
        }
        for (int k = 0; k < width; k++) {
          double change = byDistance * 2 * (rows[a * width + k] - rows[b * width + k]);
          gradient[a * width + k] += change;
          gradient[b * width + k] -= change;
        }
      }
    }
    return sum;
  }
}

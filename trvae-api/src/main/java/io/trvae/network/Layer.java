package io.trvae.network;

import io.trvae.network.Parameter.Role;
import java.util.List;

/**
 * One step of a network, described and not executed: what a backend compiles.
 *
 * <p>A list of layers is a chain; each takes the features of the one before. Only {@link
 * ConcatLabel} and {@link LabelAffine} have a second input, the domain label. Tensors are NCHW,
 * float32.
 *
 * @since 0.1.0
 */
public sealed interface Layer {

  /**
   * Computes the shape that comes out.
   *
   * @param input the shape that goes in
   * @param domainCount the length of a label vector
   * @return the shape that comes out
   * @throws IllegalArgumentException if the layer cannot take that shape
   */
  Shape outputShape(Shape input, int domainCount);

  /**
   * Returns the arrays that belong to this layer.
   *
   * @return the parameters in a fixed order, empty for most layers
   */
  default List<Parameter> parameters() {
    return List.of();
  }

  /**
   * {@code y = scale * x + shift}, element by element.
   *
   * @param scale the factor
   * @param shift the term
   */
  record Affine(float scale, float shift) implements Layer {
    @Override
    public Shape outputShape(Shape input, int domainCount) {
      return input;
    }
  }

  /**
   * A two-dimensional convolution (cross-correlation, as usual in deep learning) with zero padding.
   *
   * @param name prefix of the parameters' names
   * @param in input channels
   * @param out output channels
   * @param kernel height and width of the kernel
   * @param stride step in both directions
   * @param padBefore zeros added above and to the left
   * @param padAfter zeros added below and to the right
   */
  record Conv2d(String name, int in, int out, int kernel, int stride, int padBefore, int padAfter)
      implements Layer {
    @Override
    public Shape outputShape(Shape input, int domainCount) {
      expect(input.channels() == in, this, input);
      return new Shape(out, extent(input.height()), extent(input.width()));
    }

    private int extent(int size) {
      return (size + padBefore + padAfter - kernel) / stride + 1;
    }

    @Override
    public List<Parameter> parameters() {
      return List.of(
          new Parameter(name + ".weight", List.of(out, in, kernel, kernel), Role.WEIGHT),
          new Parameter(name + ".bias", List.of(out), Role.BIAS));
    }
  }

  /**
   * A fully connected layer on a vector: {@code y = W x + b}.
   *
   * @param name prefix of the parameters' names
   * @param in input length
   * @param out output length
   * @param bias whether {@code b} exists
   */
  record Dense(String name, int in, int out, boolean bias) implements Layer {
    @Override
    public Shape outputShape(Shape input, int domainCount) {
      expect(input.isFlat() && input.channels() == in, this, input);
      return Shape.flat(out);
    }

    @Override
    public List<Parameter> parameters() {
      Parameter weight = new Parameter(name + ".weight", List.of(out, in), Role.WEIGHT);
      return bias
          ? List.of(weight, new Parameter(name + ".bias", List.of(out), Role.BIAS))
          : List.of(weight);
    }
  }

  /**
   * Batch normalisation per channel (Ioffe and Szegedy 2015): {@code (x - mean) / sqrt(variance +
   * epsilon) * scale + shift}. The batch's own statistics in training, the running ones in
   * inference.
   *
   * @param name prefix of the parameters' names
   * @param channels the number of channels
   * @param epsilon added to the variance
   */
  record BatchNorm(String name, int channels, float epsilon) implements Layer {
    @Override
    public Shape outputShape(Shape input, int domainCount) {
      expect(input.channels() == channels, this, input);
      return input;
    }

    @Override
    public List<Parameter> parameters() {
      List<Integer> shape = List.of(channels);
      return List.of(
          new Parameter(name + ".weight", shape, Role.SCALE),
          new Parameter(name + ".bias", shape, Role.SHIFT),
          new Parameter(name + ".running_mean", shape, Role.RUNNING_MEAN),
          new Parameter(name + ".running_var", shape, Role.RUNNING_VARIANCE));
    }
  }

  /**
   * {@code max(x, 0) + slope * min(x, 0)}: with slope 0 the plain rectifier.
   *
   * @param slope the factor for negative values, at least 0
   */
  record LeakyRelu(float slope) implements Layer {
    @Override
    public Shape outputShape(Shape input, int domainCount) {
      return input;
    }
  }

  /** The hyperbolic tangent, element by element. */
  record Tanh() implements Layer {
    @Override
    public Shape outputShape(Shape input, int domainCount) {
      return input;
    }
  }

  /** The maximum over disjoint windows of 2x2. */
  record MaxPool2x2() implements Layer {
    @Override
    public Shape outputShape(Shape input, int domainCount) {
      expect(input.height() > 1 && input.width() > 1, this, input);
      return new Shape(input.channels(), input.height() / 2, input.width() / 2);
    }
  }

  /** Nearest-neighbour enlargement: every pixel becomes 2x2 equal pixels. */
  record Upsample2x() implements Layer {
    @Override
    public Shape outputShape(Shape input, int domainCount) {
      return new Shape(input.channels(), input.height() * 2, input.width() * 2);
    }
  }

  /** Features become a vector, in channel, row, column order. */
  record Flatten() implements Layer {
    @Override
    public Shape outputShape(Shape input, int domainCount) {
      return Shape.flat(input.size());
    }
  }

  /**
   * A vector becomes features, in channel, row, column order.
   *
   * @param shape the new shape, of the same size
   */
  record Reshape(Shape shape) implements Layer {
    @Override
    public Shape outputShape(Shape input, int domainCount) {
      expect(input.size() == shape.size(), this, input);
      return shape;
    }
  }

  /**
   * A vector becomes constant planes, one per element.
   *
   * @param height rows of each plane
   * @param width columns of each plane
   */
  record Planes(int height, int width) implements Layer {
    @Override
    public Shape outputShape(Shape input, int domainCount) {
      expect(input.isFlat(), this, input);
      return new Shape(input.channels(), height, width);
    }
  }

  /**
   * Sets elements to 0 with a probability and scales the others by {@code 1 / (1 - rate)}, in
   * training only (Srivastava et al. 2014).
   *
   * @param rate the probability, in [0, 1)
   */
  record Dropout(float rate) implements Layer {
    @Override
    public Shape outputShape(Shape input, int domainCount) {
      return input;
    }
  }

  /**
   * Appends channels that depend on the domain label alone.
   *
   * @param embedding the chain that turns the label vector (one weight per domain) into features of
   *     the same height and width; empty for the label vector itself
   */
  record ConcatLabel(List<Layer> embedding) implements Layer {

    /** Copies the list. */
    public ConcatLabel {
      embedding = List.copyOf(embedding);
    }

    @Override
    public Shape outputShape(Shape input, int domainCount) {
      Shape label = Network.chainShape(embedding, Shape.flat(domainCount), domainCount);
      expect(label.height() == input.height() && label.width() == input.width(), this, input);
      return new Shape(input.channels() + label.channels(), input.height(), input.width());
    }

    @Override
    public List<Parameter> parameters() {
      return embedding.stream().flatMap(layer -> layer.parameters().stream()).toList();
    }
  }

  /**
   * {@code y = scale * x + shift} per channel, with a scale and a shift of each domain. After a
   * batch normalisation this is conditional normalisation (Dumoulin, Shlens and Kudlur 2017, "A
   * learned representation for artistic style"). Where the label weighs several domains, so are
   * their scales and shifts.
   *
   * @param name prefix of the parameters' names
   * @param domains the length of a label vector
   * @param channels the number of channels
   */
  record LabelAffine(String name, int domains, int channels) implements Layer {
    @Override
    public Shape outputShape(Shape input, int domainCount) {
      expect(input.channels() == channels, this, input);
      return input;
    }

    @Override
    public List<Parameter> parameters() {
      List<Integer> shape = List.of(domains, channels);
      return List.of(
          new Parameter(name + ".weight", shape, Role.SCALE),
          new Parameter(name + ".bias", shape, Role.SHIFT));
    }
  }

  private static void expect(boolean fits, Layer layer, Shape input) {
    if (!fits) {
      throw new IllegalArgumentException(layer + " cannot take features of shape " + input);
    }
  }
}

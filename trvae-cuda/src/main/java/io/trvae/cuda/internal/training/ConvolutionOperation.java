package io.trvae.cuda.internal.training;

import io.trvae.cuda.internal.gpu.GpuResources;
import io.trvae.cuda.internal.gpu.Grid;
import io.trvae.cuda.internal.kernels.Arguments;
import io.trvae.cuda.internal.kernels.Convolution;
import io.trvae.network.Layer;
import io.trvae.spi.training.Operation;
import org.jspecify.annotations.Nullable;

/** A convolution, also after an enlargement to 2x2 equal pixels, or a dense layer. */
final class ConvolutionOperation implements Operation {

  /** Pixels of a chunk of the kernel {@code correlate}. */
  private static final int CHUNK_PIXELS = 16;

  /** A block that shares a sum takes at least so many chunks of it. */
  private static final int MIN_CHUNKS = 8;

  private final Device device;
  private final GpuResources owner;
  private final Layer.Conv2d layer;
  private final boolean enlarged;
  private final GpuFeatures input;
  private final GpuFeatures output;
  private final Weights weights;
  private final Constants constants;
  private final ConvolutionPlan forward;
  private @Nullable ConvolutionPlan backward;
  private GradientSum.@Nullable Part weightPart;
  private GradientSum.@Nullable Part biasPart;
  private GradientSum.@Nullable Part inputPart;

  /**
   * A weight, a bias and their gradients.
   *
   * @param weight address of {@code [out, in, kernel, kernel]}
   * @param bias address of as many floats as a pixel of the output has in memory, or 0 for none
   * @param biasGradient null where there is no bias
   */
  record Weights(
      long weight, long bias, GradientSum weightGradient, @Nullable GradientSum biasGradient) {}

  /**
   * What all convolutions of a network share.
   *
   * @param ones address of floats 1
   * @param zeros address of as many floats, or integers, 0
   * @param size how many; no pixel has more channels, no batch more images
   */
  record Constants(long ones, long zeros, int size) {}

  /**
   * Prepares the operation.
   *
   * @param enlarged whether the input is enlarged first
   */
  ConvolutionOperation(
      Device device,
      GpuResources owner,
      Layer.Conv2d layer,
      boolean enlarged,
      GpuFeatures input,
      GpuFeatures output,
      Weights weights,
      Constants constants) {
    this.device = device;
    this.owner = owner;
    this.layer = layer;
    this.enlarged = enlarged;
    this.input = input;
    this.output = output;
    this.weights = weights;
    this.constants = constants;
    int largest = Math.max(input.batch(), Math.max(input.stride(), output.stride()));
    if (largest > constants.size()) {
      throw new IllegalArgumentException(
          "No kernel trains layers of %d channels, or batches of that size; %d is the most"
              .formatted(largest, constants.size()));
    }
    forward =
        ConvolutionPlan.of(
            device, owner, TapMap.forward(layer, enlarged), input, output, layer.kernel(), false);
  }

  @Override
  public void forward(Mode mode) {
    forward.arrange(device, weights.weight());
    long bias = weights.bias() == 0 ? constants.zeros() : weights.bias();
    compute(forward, input.value(), bias, output.value());
  }

  private void compute(ConvolutionPlan plan, long from, long bias, long to) {
    device.launch(
        plan, new ConvolutionPlan.Operands(from, constants.ones(), bias, constants.zeros(), to));
  }

  @Override
  public void prepareBackward() {
    weightPart = weights.weightGradient().claim();
    if (weights.biasGradient() != null) {
      biasPart = weights.biasGradient().claim();
    }
    if (input.needsGradient()) {
      inputPart = input.claimGradientPart();
      backward =
          ConvolutionPlan.of(
              device, owner, TapMap.backward(layer, enlarged), output, input, layer.kernel(), true);
    }
  }

  @Override
  public void backward(Target target) {
    if (target == Target.ALL && weightPart != null) {
      correlate(weightPart.target());
      weightPart.finish();
      if (biasPart != null) {
        new ChannelSums(device, output, false)
            .queue(output.gradient(), 0, 0, false, 1, biasPart.target());
        biasPart.finish();
      }
    }
    if (inputPart != null && backward != null) {
      backward.arrange(device, weights.weight());
      compute(backward, output.gradient(), constants.zeros(), inputPart.target());
      inputPart.finish();
    }
  }

  private void correlate(long to) {
    int area = layer.kernel() * layer.kernel();
    int rowStride = area * input.stride();
    int rowTiles = Grid.divideUp(layer.out(), Convolution.TILE_PIXELS);
    int columnTiles = Grid.divideUp(rowStride, Convolution.TILE_CHANNELS);
    int chunks = Grid.divideUp(output.pixels(), CHUNK_PIXELS);
    int fair = 2 * device.processors() / (rowTiles * columnTiles);
    int splits = Math.max(1, Math.min(fair, chunks / MIN_CHUNKS));
    long partial = device.scratch((long) splits * layer.out() * rowStride);
    device.launch(
        "correlate",
        new Grid(rowTiles, columnTiles, splits),
        new Arguments()
            .addresses(input.value(), output.gradient(), partial)
            .numbers(input.shape().height(), input.shape().width(), input.vectors())
            .numbers(output.shape().height(), output.shape().width(), output.vectors())
            .numbers(layer.out(), output.pixels(), layer.kernel(), layer.stride())
            .numbers(layer.padBefore(), enlarged ? 2 : 1, rowStride, chunks, splits));
    long count = (long) layer.out() * layer.in() * area;
    device.launch(
        "collect_weights",
        count,
        new Arguments()
            .addresses(partial, to, count)
            .numbers(layer.in(), area, input.stride(), layer.out(), splits));
  }
}

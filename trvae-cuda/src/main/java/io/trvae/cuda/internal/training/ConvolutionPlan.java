package io.trvae.cuda.internal.training;

import io.trvae.cuda.internal.gpu.GpuResources;
import io.trvae.cuda.internal.kernels.Arguments;
import io.trvae.cuda.internal.kernels.Convolution;

/**
 * A convolution that is computed, and its weights in the order in which the kernel reads them.
 *
 * @param map which taps
 * @param from what it reads; its shape counts
 * @param to what it writes; its shape counts
 * @param kernel of the layer's weight, along an axis
 * @param transposed whether the layer's outputs are what is summed over
 * @param weights where the arranged weights are
 */
record ConvolutionPlan(
    TapMap map, GpuFeatures from, GpuFeatures to, int kernel, boolean transposed, long weights) {

  /**
   * Addresses of what is computed with.
   *
   * @param ones as many as the result has channels
   * @param bias as many, those of padding 0
   * @param noLabels an integer 0 for each image
   */
  record Operands(long input, long ones, long bias, long noLabels, long output) {}

  /** Allocates the arranged weights. */
  static ConvolutionPlan of(
      Device device,
      GpuResources owner,
      TapMap map,
      GpuFeatures from,
      GpuFeatures to,
      int kernel,
      boolean transposed) {
    int places = map.places().size();
    if (to.shape().height() % places != 0 || to.shape().width() % places != 0) {
      throw new IllegalArgumentException(
          "No kernel trains a convolution whose stride %d does not divide its input %s"
              .formatted(places, to.shape()));
    }
    long floats = (long) places * places * storedRows(to) * rowStride(map, from);
    return new ConvolutionPlan(map, from, to, kernel, transposed, device.allocate(owner, floats));
  }

  private static int storedRows(GpuFeatures to) {
    int tile = Convolution.TILE_CHANNELS;
    return (to.channels() + tile - 1) / tile * tile;
  }

  private static int rowStride(TapMap map, GpuFeatures from) {
    int chunk = Convolution.CHUNK_VECTORS * GpuFeatures.stride(1);
    return (map.taps() * map.taps() * from.stride() + chunk - 1) / chunk * chunk;
  }

  /** Queues arranging the weight. */
  void arrange(Device device, long weight) {
    int places = map.places().size();
    int taps = map.taps();
    long count = (long) places * places * to.channels() * taps * taps * from.channels();
    device.launch(
        "arrange",
        count,
        new Arguments()
            .addresses(weight, weights, count)
            .numbers(places, to.channels(), from.channels(), taps, storedRows(to))
            .numbers(rowStride(map, from), from.stride(), kernel, transposed ? 1 : 0)
            .numbers(map.sources()));
  }

  /** Returns what the kernel takes. */
  Convolution arguments(Operands operands, long partial) {
    int places = map.places().size();
    int rows = to.shape().height() / places;
    int columns = to.shape().width() / places;
    return new Convolution(
        operands.input,
        weights,
        operands.ones,
        operands.bias,
        operands.noLabels,
        operands.output,
        partial,
        from.shape().height(),
        from.shape().width(),
        from.vectors(),
        rows,
        columns,
        from.batch() * rows * columns,
        to.stride(),
        map.taps(),
        map.stride(),
        map.origins(),
        places,
        0,
        false,
        false,
        1,
        1,
        0);
  }
}

package io.trvae.cuda.internal.plan;

import io.trvae.cuda.internal.gpu.Grid;
import io.trvae.cuda.internal.kernels.Convolution;
import io.trvae.network.Shape;

/**
 * A convolution or a dense layer with what follows it.
 *
 * @param input shape of what goes in; a vector for a dense layer
 * @param vectors of an input pixel
 * @param taps which pixels each result takes
 * @param stride of the convolution
 * @param rows that come out, before any enlargement
 * @param columns that come out, before any enlargement
 * @param outputs channels that are stored
 * @param planar whether they go out plane by plane as floats
 * @param weights where the weights are among the constants
 * @param terms where scales and shifts are
 * @param epilogue what follows
 */
record ConvolutionStep(
    Shape input,
    int vectors,
    Taps taps,
    int stride,
    int rows,
    int columns,
    int outputs,
    boolean planar,
    long weights,
    Terms terms,
    Epilogue epilogue,
    Area from,
    Area to)
    implements Step {

  /** A block that shares a sum takes at least so many chunks of it. */
  private static final int MIN_CHUNKS = 4;

  /**
   * Where scales and shifts are: in bytes among the constants, or in floats in the label's row.
   *
   * @param ofLabel whether they depend on it
   */
  record Terms(boolean ofLabel, long offset) {}

  /** Bytes that unfinished sums may take: a tile for each of the GPU's processors. */
  static long partialBytes(int processors) {
    return (long) processors * Convolution.TILE_PIXELS * Convolution.TILE_CHANNELS * Float.BYTES;
  }

  @Override
  public void queue(Run run) {
    int pixels = run.batch() * rows * columns;
    int vectorsOfRow = taps.kernel() * taps.kernel() * vectors;
    int chunks = divideUp(vectorsOfRow, Convolution.CHUNK_VECTORS);
    int pixelTiles = divideUp(pixels, Convolution.TILE_PIXELS);
    int channelTiles = divideUp(outputs, Convolution.TILE_CHANNELS);
    // Few tiles leave most of the GPU idle: then several blocks share each.
    int fair = run.processors() / Math.max(1, pixelTiles * channelTiles * taps.phases());
    int splits = Math.max(1, Math.min(fair, chunks / MIN_CHUNKS));
    long scales = terms.ofLabel ? run.label((int) terms.offset) : run.constants() + terms.offset;
    Convolution arguments =
        new Convolution(
            run.area(from),
            run.constants() + weights,
            scales,
            scales + (long) outputs * Float.BYTES,
            run.labelRows(),
            run.area(to),
            run.partial(),
            input.height(),
            input.width(),
            vectors,
            rows,
            columns,
            pixels,
            outputs,
            taps.kernel(),
            stride,
            taps.firstOrigin(),
            taps.secondOrigin(),
            taps.enlargement(),
            chunks,
            splits,
            terms.ofLabel ? run.labelWidth() : 0,
            planar,
            epilogue.hyperbolic(),
            epilogue.slope(),
            epilogue.scale(),
            epilogue.shift());
    run.stream()
        .launch(
            run.kernels().convolve(),
            new Grid(pixelTiles, channelTiles, taps.phases() * splits),
            arguments.bytes());
    if (splits > 1) {
      long pairs = (long) taps.phases() * pixels * divideUp(outputs, 2);
      run.stream().launch(run.kernels().combine(), Grid.of(pairs), arguments.bytes());
    }
  }

  private static int divideUp(int a, int b) {
    return (a + b - 1) / b;
  }
}

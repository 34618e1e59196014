package io.trvae.cuda.internal.kernels;

import io.trvae.cuda.internal.gpu.GpuProgram;
import io.trvae.cuda.internal.gpu.GpuStream;
import io.trvae.cuda.internal.gpu.Grid;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * What the kernels {@code convolve} and {@code combine} take, by the names that {@code
 * convolve.cuh} has and explains.
 *
 * @param origins of the first tap, at most {@link #MOST_PLACES}
 */
public record Convolution(
    long input,
    long weights,
    long scales,
    long shifts,
    long labelRows,
    long output,
    long partial,
    int height,
    int width,
    int vectors,
    int rows,
    int columns,
    int pixels,
    int outputs,
    int kernel,
    int stride,
    List<Integer> origins,
    int enlargement,
    int labelStride,
    boolean planar,
    boolean hyperbolic,
    float slope,
    float scale,
    float shift) {

  /** Pixels that a block computes. */
  public static final int TILE_PIXELS = 128;

  /** Channels that a block computes. */
  public static final int TILE_CHANNELS = 64;

  /** Vectors of a pixel and a channel that are multiplied at a time. */
  public static final int CHUNK_VECTORS = 4;

  /** The largest enlargement. */
  public static final int MOST_PLACES = 4;

  /** A block that shares a sum takes at least so many chunks of it. */
  private static final int MIN_CHUNKS = 4;

  /** Bytes that unfinished sums may take: a tile for each of the GPU's processors. */
  public static long partialBytes(int processors) {
    return (long) processors * TILE_PIXELS * TILE_CHANNELS * Float.BYTES;
  }

  /**
   * Queues the kernels.
   *
   * @param processors of the GPU, which share sums where there are fewer tiles than processors
   */
  public void queue(
      GpuStream stream, GpuProgram.Kernel convolve, GpuProgram.Kernel combine, int processors) {
    int chunks = Grid.divideUp(kernel * kernel * vectors, CHUNK_VECTORS);
    int phases = enlargement * enlargement;
    int pixelTiles = Grid.divideUp(pixels, TILE_PIXELS);
    int channelTiles = Grid.divideUp(outputs, TILE_CHANNELS);
    // Few tiles leave most of the GPU idle: then several blocks share each.
    int fair = processors / Math.max(1, pixelTiles * channelTiles * phases);
    int splits = Math.max(1, Math.min(fair, chunks / MIN_CHUNKS));
    ByteBuffer arguments = bytes(chunks, splits);
    stream.launch(convolve, new Grid(pixelTiles, channelTiles, phases * splits), arguments);
    if (splits > 1) {
      long pairs = (long) phases * pixels * Grid.divideUp(outputs, 2);
      stream.launch(combine, Grid.of(pairs), arguments);
    }
  }

  private ByteBuffer bytes(int chunks, int splits) {
    Arguments arguments =
        new Arguments()
            .addresses(input, weights, scales, shifts, labelRows, output, partial)
            .numbers(height, width, vectors, rows, columns, pixels, outputs, kernel, stride);
    for (int place = 0; place < MOST_PLACES; place++) {
      arguments.numbers(place < origins.size() ? origins.get(place) : 0);
    }
    return arguments
        .numbers(enlargement, chunks, splits, labelStride)
        .numbers(planar ? 1 : 0, hyperbolic ? 1 : 0)
        .factors(slope, scale, shift)
        .bytes();
  }
}

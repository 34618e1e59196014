package io.trvae.cuda.internal.kernels;

import java.nio.ByteBuffer;

/**
 * What the kernels {@code convolve} and {@code combine} take, field by field as {@code
 * convolve.cuh} has and explains it.
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
    int firstOrigin,
    int secondOrigin,
    int enlargement,
    int chunks,
    int splits,
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

  /** Returns the structure. */
  public ByteBuffer bytes() {
    return new Arguments()
        .addresses(input, weights, scales, shifts, labelRows, output, partial)
        .numbers(height, width, vectors, rows, columns, pixels, outputs, kernel, stride)
        .numbers(firstOrigin, secondOrigin, enlargement, chunks, splits, labelStride)
        .numbers(planar ? 1 : 0, hyperbolic ? 1 : 0)
        .factors(slope, scale, shift)
        .bytes();
  }
}

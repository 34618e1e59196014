package io.trvae.cuda.internal.kernels;

import java.nio.ByteBuffer;

/**
 * What the kernels {@code pack_floats} and {@code pack_bytes} take, field by field as {@code
 * pack.cuh} has and explains it.
 */
public record Pack(
    long images,
    long labelPlanes,
    long labelRows,
    long output,
    int pixels,
    int area,
    int channels,
    int planes,
    int labelStride,
    int imageStride,
    int outputChannels,
    float scale,
    float shift,
    float slope) {

  /** Returns the structure. */
  public ByteBuffer bytes() {
    return new Arguments()
        .addresses(images, labelPlanes, labelRows, output)
        .numbers(pixels, area, channels, planes, labelStride, imageStride, outputChannels)
        .factors(scale, shift, slope)
        .bytes();
  }
}

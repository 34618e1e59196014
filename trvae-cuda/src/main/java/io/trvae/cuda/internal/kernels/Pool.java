package io.trvae.cuda.internal.kernels;

import java.nio.ByteBuffer;

/** What the kernel {@code pool} takes, field by field as {@code pool.cuh} has and explains it. */
public record Pool(
    long input,
    long output,
    int pixels,
    int rows,
    int columns,
    int height,
    int width,
    int vectors) {

  /** Returns the structure. */
  public ByteBuffer bytes() {
    return new Arguments()
        .addresses(input, output)
        .numbers(pixels, rows, columns, height, width, vectors)
        .bytes();
  }
}

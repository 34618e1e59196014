package io.trvae.cuda.internal.kernels;

import java.nio.ByteBuffer;

/** What the kernel {@code unpack} takes, field by field as {@code pack.cuh} has and explains it. */
public record Unpack(long drawn, long pixels, long strange, long count, int channels, int area) {

  /** Returns the structure. */
  public ByteBuffer bytes() {
    return new Arguments().addresses(drawn, pixels, strange, count).numbers(channels, area).bytes();
  }
}

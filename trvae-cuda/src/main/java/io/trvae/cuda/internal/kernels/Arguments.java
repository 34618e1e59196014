package io.trvae.cuda.internal.kernels;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Writes the structure that a kernel takes: addresses and long counts first, so that nothing needs
 * padding.
 */
public final class Arguments {

  /** More than any kernel's structure has. */
  private static final int SIZE = 256;

  private final ByteBuffer bytes = ByteBuffer.allocateDirect(SIZE).order(ByteOrder.nativeOrder());

  /** Adds addresses, or counts of 64 bits. */
  public Arguments addresses(long... values) {
    for (long value : values) {
      bytes.putLong(value);
    }
    return this;
  }

  /** Adds integers of 32 bits. */
  public Arguments numbers(int... values) {
    for (int value : values) {
      bytes.putInt(value);
    }
    return this;
  }

  /** Adds floats. */
  public Arguments factors(float... values) {
    for (float value : values) {
      bytes.putFloat(value);
    }
    return this;
  }

  /** Returns the structure, and unused bytes behind it. */
  public ByteBuffer bytes() {
    return bytes.rewind();
  }
}

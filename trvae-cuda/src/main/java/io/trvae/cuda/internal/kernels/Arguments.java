package io.trvae.cuda.internal.kernels;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes the structure that a kernel takes: addresses first, so that nothing needs padding. */
final class Arguments {

  /** More than any kernel's structure has. */
  private static final int SIZE = 256;

  private final ByteBuffer bytes = ByteBuffer.allocateDirect(SIZE).order(ByteOrder.nativeOrder());

  Arguments addresses(long... values) {
    for (long value : values) {
      bytes.putLong(value);
    }
    return this;
  }

  Arguments numbers(int... values) {
    for (int value : values) {
      bytes.putInt(value);
    }
    return this;
  }

  Arguments factors(float... values) {
    for (float value : values) {
      bytes.putFloat(value);
    }
    return this;
  }

  /** Returns the structure, and unused bytes behind it. */
  ByteBuffer bytes() {
    return bytes.rewind();
  }
}

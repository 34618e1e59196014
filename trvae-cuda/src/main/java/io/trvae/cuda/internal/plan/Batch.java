package io.trvae.cuda.internal.plan;

import java.nio.ByteBuffer;

/**
 * What a call brings and takes away.
 *
 * @param labels of all images, one weight per domain
 * @param load writes images, floats or bytes, or codes to a buffer
 * @param store reads what has become of them
 */
record Batch(float[] labels, Move load, Move store) {

  /** Moves some images of the call to or from a buffer. */
  @FunctionalInterface
  interface Move {
    void move(int from, int count, ByteBuffer buffer);
  }
}

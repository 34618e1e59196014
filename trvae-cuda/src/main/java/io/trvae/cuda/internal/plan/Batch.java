package io.trvae.cuda.internal.plan;

import java.nio.ByteBuffer;

/** What a call brings and takes away. */
interface Batch {

  /** Returns the labels of all images, one weight per domain. */
  float[] labels();

  /** Writes images, floats or bytes, or codes to a buffer. */
  void load(int from, int count, ByteBuffer to);

  /** Reads what has become of them. */
  void store(int from, int count, ByteBuffer results);
}

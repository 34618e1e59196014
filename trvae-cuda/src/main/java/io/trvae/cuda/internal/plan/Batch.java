package io.trvae.cuda.internal.plan;

import java.nio.FloatBuffer;

/** What a call brings and takes away. */
interface Batch {

  /** Returns the labels of all images, one weight per domain. */
  float[] labels();

  /** Writes images or codes to a buffer. */
  void load(int from, int count, FloatBuffer to);

  /** Reads what has become of them. */
  void store(int from, int count, FloatBuffer results);
}

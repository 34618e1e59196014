package io.trvae.internal.pipeline;

import java.util.List;

/** Lays vectors of one length out as the rows of a matrix. */
final class Rows {

  private Rows() {}

  static float[] join(List<float[]> rows) {
    int length = rows.get(0).length;
    float[] matrix = new float[rows.size() * length];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i), 0, matrix, i * length, length);
    }
    return matrix;
  }
}

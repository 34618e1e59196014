package io.trvae.cuda.internal.plan;

import java.util.ArrayList;
import java.util.List;

/** All that a network computes from the label alone: for each label a row. */
final class LabelTable {

  /** Computes a part of a row from a label, one weight per domain. */
  @FunctionalInterface
  interface Features {
    float[] of(float[] label);
  }

  private record Part(int offset, Features features) {}

  private final List<Part> parts = new ArrayList<>();
  private int width;

  /** Adds a part; returns where it begins in a row. */
  int add(Features features, int length) {
    int offset = width;
    parts.add(new Part(offset, features));
    width = Math.addExact(width, length);
    return offset;
  }

  /** Floats of a row. */
  int width() {
    return width;
  }

  float[] row(float[] label) {
    float[] row = new float[width];
    for (Part part : parts) {
      float[] features = part.features.of(label);
      System.arraycopy(features, 0, row, part.offset, features.length);
    }
    return row;
  }
}

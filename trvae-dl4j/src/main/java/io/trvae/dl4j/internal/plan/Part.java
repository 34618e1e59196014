package io.trvae.dl4j.internal.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * A part of some rows or columns that one thread computes.
 *
 * @param index its number among the parts
 * @param from its first row
 * @param to the row after its last
 */
record Part(int index, int from, int to) {

  int size() {
    return to - from;
  }

  /** All of it, as the only part. */
  static Part whole(int length) {
    return new Part(0, 0, length);
  }

  /** Cuts into parts that differ by one row at most; there are no more parts than rows. */
  static List<Part> of(int length, int most) {
    int count = Math.max(1, Math.min(most, length));
    List<Part> parts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      parts.add(new Part(i, length * i / count, length * (i + 1) / count));
    }
    return parts;
  }
}

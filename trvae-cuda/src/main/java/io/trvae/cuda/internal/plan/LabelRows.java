package io.trvae.cuda.internal.plan;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * Which labels' features stand in a session's rows. They stay from call to call, so that a label is
 * computed and copied once while the same few come.
 */
final class LabelRows {

  private final LabelTable table;
  private final FloatBuffer rows;
  private final int capacity;
  private final Map<FloatBuffer, Integer> known = new HashMap<>();

  /**
   * Starts without any.
   *
   * @param rows {@code [capacity, table.width()]}
   */
  LabelRows(LabelTable table, FloatBuffer rows, int capacity) {
    this.table = table;
    this.rows = rows;
    this.capacity = capacity;
  }

  /**
   * Finds a row for each label, and fills those that are new.
   *
   * @param labels {@code [count, domains]}, with at most as many different ones as there are rows
   * @param changed is told the rows that are filled
   * @return the row of each label
   */
  int[] place(float[] labels, int count, IntConsumer changed) {
    int domains = labels.length / count;
    FloatBuffer[] keys = new FloatBuffer[count];
    Arrays.setAll(keys, i -> FloatBuffer.wrap(labels, i * domains, domains).slice());
    long missing = Arrays.stream(keys).distinct().filter(key -> !known.containsKey(key)).count();
    if (known.size() + missing > capacity) {
      known.clear();
    }
    int[] places = new int[count];
    for (int i = 0; i < count; i++) {
      Integer place = known.get(keys[i]);
      if (place == null) {
        place = known.size();
        float[] label = Arrays.copyOfRange(labels, i * domains, (i + 1) * domains);
        rows.put(place * table.width(), table.row(label));
        known.put(FloatBuffer.wrap(label), place);
        changed.accept(place);
      }
      places[i] = place;
    }
    return places;
  }
}

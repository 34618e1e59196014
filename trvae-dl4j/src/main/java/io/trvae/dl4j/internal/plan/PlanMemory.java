package io.trvae.dl4j.internal.plan;

import java.util.ArrayList;
import java.util.List;

/** Counts the memory that a session of the plan needs. Buffers are known by number. */
final class PlanMemory {

  private final List<Long> bytes = new ArrayList<>();
  private int tileRow;

  /** Adds a buffer. */
  int buffer(long size) {
    bytes.add(size);
    return bytes.size() - 1;
  }

  /** Makes a buffer at least this large. */
  void grow(int buffer, long size) {
    bytes.set(buffer, Math.max(bytes.get(buffer), size));
  }

  /** Makes each shard's {@link TileRow} at least this long. */
  void growTileRow(int lanes) {
    tileRow = Math.max(tileRow, lanes);
  }

  int tileRow() {
    return tileRow;
  }

  /** Returns the size of each buffer in bytes. */
  List<Long> sizes() {
    return List.copyOf(bytes);
  }
}

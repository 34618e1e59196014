package io.trvae.dl4j.internal.plan;

/**
 * Where the points of {@link Winograd}'s tiles are: {@code [6][6][row of tiles][lanes]}.
 *
 * @param buffer the number of the buffer
 * @param tileRows rows of tiles in an image
 * @param lanes tiles of a row times channels
 */
record PointRows(int buffer, int tileRows, int lanes) {

  /** Returns where one point of a row of tiles begins, in elements. */
  int at(int y, int x, int tileRow) {
    return ((y * Winograd.POINTS + x) * tileRows + tileRow) * lanes;
  }
}

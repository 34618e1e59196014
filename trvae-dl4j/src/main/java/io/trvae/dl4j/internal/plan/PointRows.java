package io.trvae.dl4j.internal.plan;

import org.bytedeco.dnnl.memory;

/**
 * Where the points of {@link Winograd}'s tiles are: {@code [points][points][image][row of
 * tiles][lanes]}.
 *
 * @param winograd what makes them
 * @param buffer the number of the buffer
 * @param images as many as a group has, or 1: then all share one place
 * @param tileRows rows of tiles in an image
 * @param tiles in a row
 * @param channels of a tile; lanes are tiles of a row times channels
 */
record PointRows(Winograd winograd, int buffer, int images, int tileRows, int tiles, int channels) {

  int lanes() {
    return tiles * channels;
  }

  /** Returns how many bytes all points take. */
  long bytes() {
    return bytes(winograd.allPoints());
  }

  /** Describes where points begin. */
  Place place(int point, memory.desc description) {
    return new Place(buffer, description, bytes(point), 0);
  }

  private long bytes(int points) {
    return (long) Float.BYTES * at(points, 0, 0);
  }

  /** Returns where a row of tiles begins, in elements. */
  int at(int y, int x, int image, int tileRow) {
    return at(y * winograd.points() + x, image, tileRow);
  }

  private int at(int point, int image, int tileRow) {
    return ((point * images + image % images) * tileRows + tileRow) * lanes();
  }
}

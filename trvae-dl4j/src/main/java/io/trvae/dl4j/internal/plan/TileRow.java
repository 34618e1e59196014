package io.trvae.dl4j.internal.plan;

/** Java arrays in which one thread transforms a row of tiles, their channels side by side. */
final class TileRow {

  /** Points along an axis of the largest tiles. */
  private static final int POINTS = Winograd.F4X4.points();

  /** Inputs, or outputs, by their place along an axis of the tiles. */
  final float[][] line;

  /** Points along the second axis. */
  final float[][] points;

  /** Points along one axis only, for each place along the other. */
  final float[][][] square;

  /** Those of the square that are worked on. */
  final float[][] selected = new float[POINTS][];

  /** Pixels of the image, side by side. */
  final float[] pixels;

  /**
   * Allocates arrays.
   *
   * @param lanes tiles of a row times channels
   */
  TileRow(int lanes) {
    line = new float[POINTS][lanes];
    points = new float[POINTS][lanes];
    square = new float[POINTS][POINTS][lanes];
    pixels = new float[Winograd.F4X4.outputs() * lanes];
  }
}

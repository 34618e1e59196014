package io.trvae.dl4j.internal.plan;

/** Java arrays in which one thread transforms a row of tiles, their channels side by side. */
final class TileRow {

  /** Inputs, or outputs, by their place along an axis of the tiles. */
  final float[][] line;

  /** Points along the second axis. */
  final float[][] points;

  /** Points along one axis only, for each place along the other. */
  final float[][][] square;

  /** Those of the square that are worked on. */
  final float[][] selected = new float[Winograd.POINTS][];

  /** Pixels of the image, side by side. */
  final float[] pixels;

  /**
   * Allocates arrays.
   *
   * @param lanes tiles of a row times channels
   */
  TileRow(int lanes) {
    line = new float[Winograd.POINTS][lanes];
    points = new float[Winograd.POINTS][lanes];
    square = new float[Winograd.POINTS][Winograd.POINTS][lanes];
    pixels = new float[Winograd.OUTPUTS * lanes];
  }
}

package io.trvae.dl4j.internal.plan;

import io.trvae.network.Shape;
import java.nio.FloatBuffer;

/**
 * Makes an image of tiles: {@code [6][6][tile][channels]} to {@code [height][width][channels]}.
 *
 * @param points where the points are
 * @param bias of each channel, once for each tile of a row
 * @param slope of the leaky rectifier, 1 for none
 * @param target where the image goes
 * @param image its shape
 * @param part which rows of tiles, and whose arrays to use
 */
record WinogradOutput(
    PointRows points, float[] bias, float slope, Place target, Shape image, Part part)
    implements Task {

  @Override
  public boolean isPerImage() {
    return target.ofEachImage();
  }

  @Override
  public Runnable bind(SessionMemory memory, int row) {
    FloatBuffer source = memory.floats(points.buffer());
    FloatBuffer pixels = memory.floats(target.buffer());
    int start = (int) (target.offset(row) / Float.BYTES);
    TileRow arrays = memory.tileRow(part.index());
    return () -> {
      for (int tileRow = part.from(); tileRow < part.to(); tileRow++) {
        rows(source, tileRow, arrays);
        for (int y = 0; y < Winograd.OUTPUTS; y++) {
          columns(arrays, y);
          int length = image.width() * image.channels();
          int line = tileRow * Winograd.OUTPUTS + y;
          pixels.put(start + line * length, arrays.pixels, 0, length);
        }
      }
    };
  }

  /** Makes four lines of six, still points along the columns. */
  private void rows(FloatBuffer source, int tileRow, TileRow arrays) {
    int lanes = points.lanes();
    for (int x = 0; x < Winograd.POINTS; x++) {
      for (int y = 0; y < Winograd.POINTS; y++) {
        source.get(points.at(y, x, tileRow), arrays.points[y], 0, lanes);
      }
      for (int y = 0; y < Winograd.OUTPUTS; y++) {
        arrays.selected[y] = arrays.square[y][x];
      }
      Winograd.outputs(arrays.points, lanes, arrays.selected);
    }
  }

  /** Makes a line of pixels. */
  private void columns(TileRow arrays, int y) {
    int lanes = points.lanes();
    int channels = image.channels();
    Winograd.outputs(arrays.square[y], lanes, arrays.line);
    for (int x = 0; x < Winograd.OUTPUTS; x++) {
      Winograd.rectify(arrays.line[x], bias, slope, lanes);
      for (int tile = 0; tile < lanes / channels; tile++) {
        System.arraycopy(
            arrays.line[x],
            tile * channels,
            arrays.pixels,
            (tile * Winograd.OUTPUTS + x) * channels,
            channels);
      }
    }
  }
}

package io.trvae.dl4j.internal.plan;

import io.trvae.network.Shape;
import java.nio.FloatBuffer;

/**
 * Makes an image of tiles: {@link PointRows} to {@code [height][width][channels]}.
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
  public boolean repeatsAt(int row) {
    return !target.ofEachImage();
  }

  @Override
  public Runnable bind(SessionMemory memory, int row) {
    FloatBuffer source = memory.floats(points.buffer());
    FloatBuffer pixels = memory.floats(target.buffer());
    int start = (int) (target.offset(row) / Float.BYTES);
    TileRow arrays = memory.tileRow(part.index());
    int outputs = points.winograd().outputs();
    return () -> {
      for (int tileRow = part.from(); tileRow < part.to(); tileRow++) {
        rows(source, row, tileRow, arrays);
        for (int y = 0; y < outputs; y++) {
          columns(arrays, y);
          int length = image.width() * image.channels();
          int line = tileRow * outputs + y;
          pixels.put(start + line * length, arrays.pixels, 0, length);
        }
      }
    };
  }

  /** Makes lines of outputs, still points along the columns. */
  private void rows(FloatBuffer source, int row, int tileRow, TileRow arrays) {
    Winograd winograd = points.winograd();
    int lanes = points.lanes();
    for (int x = 0; x < winograd.points(); x++) {
      for (int y = 0; y < winograd.points(); y++) {
        source.get(points.at(y, x, row, tileRow), arrays.points[y], 0, lanes);
      }
      for (int y = 0; y < winograd.outputs(); y++) {
        arrays.selected[y] = arrays.square[y][x];
      }
      winograd.outputs(arrays.points, lanes, arrays.selected);
    }
  }

  /** Makes a line of pixels. */
  private void columns(TileRow arrays, int y) {
    Winograd winograd = points.winograd();
    int channels = image.channels();
    winograd.outputs(arrays.square[y], points.lanes(), arrays.line);
    for (int x = 0; x < winograd.outputs(); x++) {
      Winograd.rectify(arrays.line[x], bias, slope, points.lanes());
      for (int tile = 0; tile < points.tiles(); tile++) {
        System.arraycopy(
            arrays.line[x],
            tile * channels,
            arrays.pixels,
            (tile * winograd.outputs() + x) * channels,
            channels);
      }
    }
  }
}

package io.trvae.dl4j.internal.plan;

import io.trvae.network.Shape;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * Transforms tiles of an image: {@code [height][width][channels]} to {@link PointRows}.
 *
 * @param source where the image is
 * @param image its shape
 * @param points where the points go
 * @param part which rows of tiles, and whose arrays to use
 */
record WinogradInput(Place source, Shape image, PointRows points, Part part) implements Task {

  @Override
  public boolean repeatsAt(int row) {
    return !source.ofEachImage();
  }

  @Override
  public Runnable bind(SessionMemory memory, int row) {
    FloatBuffer pixels = memory.floats(source.buffer());
    int start = (int) (source.offset(row) / Float.BYTES);
    FloatBuffer target = memory.floats(points.buffer());
    TileRow arrays = memory.tileRow(part.index());
    Winograd winograd = points.winograd();
    return () -> {
      for (int tileRow = part.from(); tileRow < part.to(); tileRow++) {
        // The last two rows of a tile are the first two of the tile below, and known already.
        for (int y = tileRow == part.from() ? 0 : 2; y < winograd.points(); y++) {
          int line = tileRow * winograd.outputs() + y;
          columns(pixels, start, line - 1, arrays, arrays.square[line % winograd.points()]);
        }
        rows(arrays, row, tileRow, target);
      }
    };
  }

  /** Transforms a line of pixels along its columns. */
  private void columns(
      FloatBuffer pixels, int start, int line, TileRow arrays, float[][] transformed) {
    Winograd winograd = points.winograd();
    if (line < 0 || line >= image.height()) {
      for (int x = 0; x < winograd.points(); x++) {
        Arrays.fill(transformed[x], 0, points.lanes(), 0);
      }
      return;
    }
    int channels = image.channels();
    int length = image.width() * channels;
    pixels.get(start + line * length, arrays.pixels, 0, length);
    for (int x = 0; x < winograd.points(); x++) {
      float[] inputs = arrays.line[x];
      for (int tile = 0; tile < points.tiles(); tile++) {
        int column = tile * winograd.outputs() + x - 1;
        if (column < 0 || column >= image.width()) {
          Arrays.fill(inputs, tile * channels, (tile + 1) * channels, 0);
        } else {
          System.arraycopy(arrays.pixels, column * channels, inputs, tile * channels, channels);
        }
      }
    }
    winograd.inputPoints(arrays.line, points.lanes(), transformed);
  }

  /** Transforms transformed lines along the rows. */
  private void rows(TileRow arrays, int row, int tileRow, FloatBuffer target) {
    Winograd winograd = points.winograd();
    int lanes = points.lanes();
    for (int x = 0; x < winograd.points(); x++) {
      for (int y = 0; y < winograd.points(); y++) {
        int line = tileRow * winograd.outputs() + y;
        arrays.selected[y] = arrays.square[line % winograd.points()][x];
      }
      winograd.inputPoints(arrays.selected, lanes, arrays.points);
      for (int y = 0; y < winograd.points(); y++) {
        target.put(points.at(y, x, row, tileRow), arrays.points[y], 0, lanes);
      }
    }
  }
}

package io.trvae.dl4j.internal.plan;

import io.trvae.network.Shape;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * Transforms tiles of an image: {@code [height][width][channels]} to {@code
 * [6][6][tile][channels]}.
 *
 * @param source where the image is
 * @param image its shape
 * @param points where the points go
 * @param part which rows of tiles, and whose arrays to use
 */
record WinogradInput(Place source, Shape image, PointRows points, Part part) implements Task {

  @Override
  public boolean isPerImage() {
    return source.ofEachImage();
  }

  @Override
  public Runnable bind(SessionMemory memory, int row) {
    FloatBuffer pixels = memory.floats(source.buffer());
    int start = (int) (source.offset(row) / Float.BYTES);
    FloatBuffer target = memory.floats(points.buffer());
    TileRow arrays = memory.tileRow(part.index());
    return () -> {
      for (int tileRow = part.from(); tileRow < part.to(); tileRow++) {
        // The last two rows of a tile are the first two of the tile below, and known already.
        for (int y = tileRow == part.from() ? 0 : 2; y < Winograd.POINTS; y++) {
          int line = tileRow * Winograd.OUTPUTS + y;
          columns(pixels, start, line - 1, arrays, arrays.square[line % Winograd.POINTS]);
        }
        rows(arrays, tileRow, target);
      }
    };
  }

  /** Transforms a line of pixels along its columns. */
  private void columns(
      FloatBuffer pixels, int start, int line, TileRow arrays, float[][] transformed) {
    if (line < 0 || line >= image.height()) {
      for (float[] point : transformed) {
        Arrays.fill(point, 0);
      }
      return;
    }
    int channels = image.channels();
    int length = image.width() * channels;
    pixels.get(start + line * length, arrays.pixels, 0, length);
    int tiles = image.width() / Winograd.OUTPUTS;
    for (int x = 0; x < Winograd.POINTS; x++) {
      float[] inputs = arrays.line[x];
      for (int tile = 0; tile < tiles; tile++) {
        int column = tile * Winograd.OUTPUTS + x - 1;
        if (column < 0 || column >= image.width()) {
          Arrays.fill(inputs, tile * channels, (tile + 1) * channels, 0);
        } else {
          System.arraycopy(arrays.pixels, column * channels, inputs, tile * channels, channels);
        }
      }
    }
    Winograd.inputPoints(arrays.line, points.lanes(), transformed);
  }

  /** Transforms six transformed lines along the rows. */
  private void rows(TileRow arrays, int tileRow, FloatBuffer target) {
    int lanes = points.lanes();
    for (int x = 0; x < Winograd.POINTS; x++) {
      for (int y = 0; y < Winograd.POINTS; y++) {
        arrays.selected[y] = arrays.square[(tileRow * Winograd.OUTPUTS + y) % Winograd.POINTS][x];
      }
      Winograd.inputPoints(arrays.selected, lanes, arrays.points);
      for (int y = 0; y < Winograd.POINTS; y++) {
        target.put(points.at(y, x, tileRow), arrays.points[y], 0, lanes);
      }
    }
  }
}

package io.trvae;

import io.trvae.internal.drawing.Canvas;
import java.util.ArrayList;
import java.util.List;

/**
 * Images side by side on white, in square cells with titles above the columns and before the rows.
 *
 * <pre>{@code
 * RgbImage sheet =
 *     ImageSheet.ofCells(128)
 *         .columnTitles(List.of("photo", "anime"))
 *         .row("me", List.of(photo, anime))
 *         .render();
 * }</pre>
 *
 * <p>An image is enlarged or shrunk to fit its cell, its proportions kept, and centred in it. Where
 * Java has no fonts the titles are left out. Not thread-safe.
 *
 * @since 0.1.0
 */
public final class ImageSheet {

  private final int cellSize;
  private final int gap;
  private final int fontSize;
  private final List<Row> rows = new ArrayList<>();
  private List<String> columnTitles = List.of();

  private ImageSheet(int cellSize) {
    this.cellSize = cellSize;
    this.gap = Math.max(2, cellSize / 32);
    this.fontSize = Math.min(24, Math.max(11, cellSize / 8));
  }

  /**
   * Starts an empty sheet.
   *
   * @param size the height and width of a cell in pixels
   * @return the sheet
   * @throws IllegalArgumentException if the size is below 1
   */
  public static ImageSheet ofCells(int size) {
    if (size < 1) {
      throw new IllegalArgumentException("The size of a cell is " + size + ", it must be positive");
    }
    return new ImageSheet(size);
  }

  /**
   * Names the columns.
   *
   * @param titles one line for each column from the left; one that is too long is shortened
   * @return this
   */
  public ImageSheet columnTitles(List<String> titles) {
    columnTitles = List.copyOf(titles);
    return this;
  }

  /**
   * Adds a row below the others.
   *
   * @param title one line, or nothing
   * @param images the images from the left; rows may differ in length
   * @return this
   */
  public ImageSheet row(String title, List<RgbImage> images) {
    rows.add(new Row(title, List.copyOf(images)));
    return this;
  }

  /**
   * Draws the sheet.
   *
   * @return the sheet as one image
   * @throws IllegalStateException if it has neither images nor column titles
   */
  public RgbImage render() {
    int columns = columnTitles.size();
    for (Row row : rows) {
      columns = Math.max(columns, row.images.size());
    }
    if (columns == 0) {
      throw new IllegalStateException("The sheet is empty; add a row of images first");
    }
    int top = gap;
    int left = gap;
    try (Canvas measure = new Canvas(1, 1, fontSize)) {
      if (!columnTitles.isEmpty()) {
        top += measure.textHeight() + gap;
      }
      int titleWidth = rows.stream().mapToInt(row -> measure.textWidth(row.title)).max().orElse(0);
      if (titleWidth > 0) {
        left += Math.min(titleWidth, 2 * cellSize) + gap;
      }
    }
    int width = left + columns * (cellSize + gap);
    int height = top + rows.size() * (cellSize + gap);
    try (Canvas canvas = new Canvas(width, height, fontSize)) {
      for (int column = 0; column < columnTitles.size(); column++) {
        int x = left + column * (cellSize + gap);
        canvas.text(columnTitles.get(column), x, gap, cellSize, 0.5);
      }
      for (int row = 0; row < rows.size(); row++) {
        drawRow(canvas, rows.get(row), left, top + row * (cellSize + gap));
      }
      return RgbImage.of(canvas.image());
    }
  }

  private void drawRow(Canvas canvas, Row row, int left, int y) {
    int textY = y + (cellSize - canvas.textHeight()) / 2;
    canvas.text(row.title, gap, textY, left - 2 * gap, 1);
    int x = left;
    for (RgbImage image : row.images) {
      double scale = (double) cellSize / Math.max(image.width(), image.height());
      int width = Math.max(1, (int) Math.round(scale * image.width()));
      int height = Math.max(1, (int) Math.round(scale * image.height()));
      canvas
          .graphics()
          .drawImage(
              image.resize(width, height).toBufferedImage(),
              x + (cellSize - width) / 2,
              y + (cellSize - height) / 2,
              null);
      x += cellSize + gap;
    }
  }

  private record Row(String title, List<RgbImage> images) {}
}

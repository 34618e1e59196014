package io.trvae.dl4j.internal.locating;

import io.trvae.RgbImage;
import io.trvae.face.Face;
import io.trvae.network.LocatorNetwork;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks for faces at every size.
 *
 * @param network who is asked
 */
public record FaceSearch(CellNetwork network) {

  /** Computes what a {@link LocatorNetwork} says of a picture. */
  @FunctionalInterface
  public interface CellNetwork {

    /**
     * Computes.
     *
     * @param pixels row by row, three values in [0, 1] each
     * @param width pixels of a row
     * @param height rows
     * @return cells row by row, all channels of a cell together
     */
    float[] compute(float[] pixels, int width, int height);
  }

  /**
   * What the network is not at least so sure of is no face. On composed scenes 0.5 finds 1 to 3 %
   * more faces; in photographs most false findings lie between the two.
   */
  private static final double MIN_CONFIDENCE = 0.6;

  /** What leans further lies beyond what the network was trained on. */
  private static final double MAX_ROLL_UNITS = 1.2;

  /** The network's range of sides, twice and half its middle, and as much again. */
  private static final double MAX_SIDE_LOG = 1.5;

  /**
   * Finds all faces.
   *
   * @return those whose centre lies within the photo, the surest first
   */
  public List<Face> in(RgbImage photo) {
    Pyramid pyramid = Pyramid.of(photo);
    List<Face> candidates = new ArrayList<>();
    double scale = 1;
    for (Pyramid.Level level : pyramid.levels()) {
      Cells cells = Cells.of(level, network.compute(level.pixels(), level.width(), level.height()));
      addPeaks(cells, scale * pyramid.scaleX(), scale * pyramid.scaleY(), candidates);
      scale *= 2;
    }
    candidates.removeIf(face -> isOutside(face, photo));
    return Overlaps.removed(candidates);
  }

  private static boolean isOutside(Face face, RgbImage photo) {
    return face.centreX() < 0
        || face.centreX() > photo.width()
        || face.centreY() < 0
        || face.centreY() > photo.height();
  }

  private static void addPeaks(Cells cells, double scaleX, double scaleY, List<Face> faces) {
    for (int row = 0; row < cells.rows(); row++) {
      for (int column = 0; column < cells.columns(); column++) {
        double confidence = 1 / (1 + Math.exp(-cells.value(row, column, LocatorNetwork.LOGIT)));
        if (confidence >= MIN_CONFIDENCE && cells.isPeak(row, column)) {
          faces.add(face(cells, row, column, confidence, scaleX, scaleY));
        }
      }
    }
  }

  private static Face face(
      Cells cells, int row, int column, double confidence, double scaleX, double scaleY) {
    int stride = LocatorNetwork.STRIDE;
    double right = column + cells.value(row, column, LocatorNetwork.RIGHT);
    double down = row + cells.value(row, column, LocatorNetwork.DOWN);
    double side = limited(cells.value(row, column, LocatorNetwork.SIDE), MAX_SIDE_LOG);
    double roll = limited(cells.value(row, column, LocatorNetwork.ROLL), MAX_ROLL_UNITS);
    return new Face(
        scaleX * (stride * right + 0.5),
        scaleY * (stride * down + 0.5),
        Math.sqrt(scaleX * scaleY) * LocatorNetwork.FACE_SIDE * Math.pow(2, side),
        45 * roll,
        confidence);
  }

  private static double limited(double value, double reach) {
    return Math.max(-reach, Math.min(reach, value));
  }

  /**
   * What the network says of one level.
   *
   * @param values row by row, all channels of a cell together
   */
  private record Cells(int rows, int columns, float[] values) {

    static Cells of(Pyramid.Level level, float[] values) {
      int stride = LocatorNetwork.STRIDE;
      int columns = (level.width() + stride - 1) / stride;
      return new Cells((level.height() + stride - 1) / stride, columns, values);
    }

    double value(int row, int column, int channel) {
      return values[(row * columns + column) * LocatorNetwork.CHANNELS + channel];
    }

    /** No neighbour is surer; of equals the first counts. */
    boolean isPeak(int row, int column) {
      double own = value(row, column, LocatorNetwork.LOGIT);
      for (int r = Math.max(0, row - 1); r <= Math.min(rows - 1, row + 1); r++) {
        for (int c = Math.max(0, column - 1); c <= Math.min(columns - 1, column + 1); c++) {
          double other = value(r, c, LocatorNetwork.LOGIT);
          boolean before = r < row || (r == row && c < column);
          if (other > own || (before && other == own)) {
            return false;
          }
        }
      }
      return true;
    }
  }
}

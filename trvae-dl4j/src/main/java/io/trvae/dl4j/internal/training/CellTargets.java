package io.trvae.dl4j.internal.training;

import io.trvae.face.Face;
import io.trvae.network.LocatorNetwork;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the cells of a {@link LocatorNetwork} should say of one picture.
 *
 * <p>A face belongs to the cell nearest to its centre, and its neighbours are not to be blamed:
 * around it the wish falls like a Gaussian (Zhou, Wang and Krähenbühl 2019, "Objects as points").
 * Faces at the ends of the network's range may be found or not.
 */
final class CellTargets {

  /** Sides, in those of the middle of the network's range, that must be found; a bit over 1/2. */
  private static final double MIN_SIDE = 0.62;

  private static final double MAX_SIDE = 1.6;

  /** Sides beyond this, to both ends, must not be found: another size of the picture shows them. */
  private static final double MARGIN = 1.3;

  /** The Gaussian's deviation in sides of the face. */
  private static final double DEVIATION = 0.12;

  /** Cells that wish for a face more than this know where it is. */
  private static final double NEAR = 0.3;

  /** What no face is asked of. */
  static final float UNKNOWN = -1;

  final int rows;
  final int columns;

  /** 1 where a face belongs to, less around it, 0 far from any, {@link #UNKNOWN} where unsure. */
  final float[] wish;

  /** The face that a cell is to describe, or null. */
  final @Nullable Face[] face;

  CellTargets(int rows, int columns, List<Face> faces) {
    this.rows = rows;
    this.columns = columns;
    wish = new float[rows * columns];
    face = new Face[rows * columns];
    faces.stream().filter(one -> !isWithin(one, 1) && isWithin(one, MARGIN)).forEach(this::ignore);
    faces.stream().filter(one -> isWithin(one, 1)).forEach(this::add);
  }

  private static boolean isWithin(Face one, double margin) {
    double side = one.side() / LocatorNetwork.FACE_SIDE;
    return side >= MIN_SIDE / margin && side <= MAX_SIDE * margin;
  }

  private void ignore(Face one) {
    for (int cell = 0; cell < wish.length; cell++) {
      if (gaussian(one, cell) > NEAR) {
        wish[cell] = UNKNOWN;
      }
    }
  }

  private void add(Face one) {
    int nearest = 0;
    for (int cell = 0; cell < wish.length; cell++) {
      double value = gaussian(one, cell);
      // What is unsure for another face's sake stays so, unless this one is near.
      if (value > (wish[cell] == UNKNOWN ? NEAR : wish[cell])) {
        wish[cell] = (float) value;
        face[cell] = value > NEAR ? one : face[cell];
      }
      nearest = gaussian(one, cell) > gaussian(one, nearest) ? cell : nearest;
    }
    wish[nearest] = 1;
    face[nearest] = one;
  }

  private double gaussian(Face one, int cell) {
    double distance = Math.hypot(right(one, cell), down(one, cell)) * LocatorNetwork.STRIDE;
    double relative = distance / (DEVIATION * one.side());
    return Math.exp(-relative * relative / 2);
  }

  /** The distance from a cell to a face to the right, in cells. */
  double right(Face one, int cell) {
    return (one.centreX() - 0.5) / LocatorNetwork.STRIDE - cell % columns;
  }

  /** The distance from a cell to a face downwards, in cells. */
  double down(Face one, int cell) {
    int row = cell / columns;
    return (one.centreY() - 0.5) / LocatorNetwork.STRIDE - row;
  }
}

package io.trvae.dl4j.internal.locating;

import io.trvae.face.Face;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Several findings of one face. */
final class Overlaps {

  /**
   * Findings whose centres are nearer than this, in sides of the larger square, are one face. The
   * squares are wide: a cheek at a cheek is half a side away.
   */
  private static final double NEAR = 0.4;

  private Overlaps() {}

  /** Keeps the surest of each face, surest first. */
  static List<Face> removed(List<Face> findings) {
    List<Face> ordered = new ArrayList<>(findings);
    ordered.sort(Comparator.comparingDouble(Face::confidence).reversed());
    List<Face> kept = new ArrayList<>();
    for (Face face : ordered) {
      if (kept.stream().noneMatch(other -> areOne(face, other))) {
        kept.add(face);
      }
    }
    return kept;
  }

  private static boolean areOne(Face a, Face b) {
    double distance = Math.hypot(a.centreX() - b.centreX(), a.centreY() - b.centreY());
    return distance < NEAR * Math.max(a.side(), b.side());
  }
}

package io.trvae.internal.face;

import io.trvae.RgbImage;
import io.trvae.face.Face;
import java.util.List;

/** How two photos of one size differ within and without the ovals of faces. */
public final class Differences {

  private int largestInside;
  private int outside;
  private int inside;

  public static Differences between(RgbImage photo, RgbImage other, List<Face> faces) {
    Differences differences = new Differences();
    byte[] a = photo.rgb();
    byte[] b = other.rgb();
    for (int y = 0, i = 0; y < photo.height(); y++) {
      for (int x = 0; x < photo.width(); x++) {
        boolean inOval = inOval(x + 0.5, y + 0.5, faces);
        for (int channel = 0; channel < 3; channel++, i++) {
          differences.add(inOval, Math.abs((a[i] & 0xff) - (b[i] & 0xff)));
        }
      }
    }
    return differences;
  }

  private void add(boolean inOval, int difference) {
    if (inOval) {
      largestInside = Math.max(largestInside, difference);
      inside += difference > 0 ? 1 : 0;
    } else {
      outside += difference > 0 ? 1 : 0;
    }
  }

  /** The oval's half axes are 0.9 and 1 times half the square's side. */
  private static boolean inOval(double x, double y, List<Face> faces) {
    for (Face face : faces) {
      double roll = Math.toRadians(face.rollDegrees());
      double dx = (x - face.centreX()) / (face.side() / 2);
      double dy = (y - face.centreY()) / (face.side() / 2);
      double across = (dx * Math.cos(roll) + dy * Math.sin(roll)) / 0.9;
      double along = dy * Math.cos(roll) - dx * Math.sin(roll);
      if (across * across + along * along < 1) {
        return true;
      }
    }
    return false;
  }

  /** Returns how many samples outside all ovals differ at all. */
  public int outside() {
    return outside;
  }

  /** Returns how many samples within the ovals differ at all. */
  public int inside() {
    return inside;
  }

  /** Returns the largest difference of a sample within the ovals. */
  public int largestInside() {
    return largestInside;
  }
}

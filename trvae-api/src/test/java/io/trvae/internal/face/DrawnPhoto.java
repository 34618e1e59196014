package io.trvae.internal.face;

import io.trvae.RgbImage;
import io.trvae.face.Face;
import java.util.List;

/**
 * A photo with faces in known places. All shapes are soft, on a scale that belongs to their face,
 * so that resizing loses little; no two quarters of a face look alike.
 *
 * @param image the photo
 * @param faces where its faces are
 */
public record DrawnPhoto(RgbImage image, List<Face> faces) {

  public static DrawnPhoto of(int width, int height, List<Face> faces) {
    byte[] rgb = new byte[3 * width * height];
    double[] colour = new double[3];
    for (int y = 0, i = 0; y < height; y++) {
      for (int x = 0; x < width; x++, i += 3) {
        colour[0] = 90 + 50 * Math.sin(x / 50.0);
        colour[1] = 110 + 50 * Math.sin(y / 50.0);
        colour[2] = 150;
        for (Face face : faces) {
          paint(face, x + 0.5 - face.centreX(), y + 0.5 - face.centreY(), colour);
        }
        for (int channel = 0; channel < 3; channel++) {
          rgb[i + channel] = (byte) Math.round(colour[channel]);
        }
      }
    }
    return new DrawnPhoto(RgbImage.ofRgb(width, height, rgb), faces);
  }

  private static void paint(Face face, double dx, double dy, double[] colour) {
    double half = face.side() / 2;
    if (Math.abs(dx) > 2 * half || Math.abs(dy) > 2 * half) {
      return;
    }
    double roll = Math.toRadians(face.rollDegrees());
    double x = (dx * Math.cos(roll) + dy * Math.sin(roll)) / half;
    double y = (dy * Math.cos(roll) - dx * Math.sin(roll)) / half;
    double head = 1 / (1 + Math.exp(12 * (Math.hypot(x / 0.65, y / 0.85) - 1)));
    lay(head, 225, 180, 150, colour);
    lay(spot(x + 0.278, y + 0.1), 30, 60, 160, colour);
    lay(spot(x - 0.278, y + 0.1), 90, 40, 20, colour);
    lay(spot(x, y - 0.506), 190, 20, 50, colour);
  }

  private static double spot(double x, double y) {
    return Math.exp(-(x * x + y * y) / (2 * 0.15 * 0.15));
  }

  private static void lay(double weight, double red, double green, double blue, double[] colour) {
    colour[0] += weight * (red - colour[0]);
    colour[1] += weight * (green - colour[1]);
    colour[2] += weight * (blue - colour[2]);
  }
}

package io.trvae.internal.face;

import io.trvae.RgbImage;
import io.trvae.face.Face;
import io.trvae.internal.image.AffineSampler;
import io.trvae.internal.image.RgbPixels;
import io.trvae.internal.image.Samples;

/** One face on its way into a photo, which it is laid over row by row. Not thread-safe. */
final class FaceOverlay {

  private final int left;
  private final int right;
  private final int top;
  private final int bottom;
  private final AffineSampler sampler;

  /** From the photo to a square of side 2: a matrix of two rows and three columns, by columns. */
  private final double[] toMask = new double[6];

  private final float[] colour = new float[3];

  FaceOverlay(Face face, RgbImage drawn, RgbImage photo) {
    double half = face.side() / 2;
    this.left = bound(Math.floor(face.centreX() - half), photo.width());
    this.right = bound(Math.ceil(face.centreX() + half), photo.width());
    this.top = bound(Math.floor(face.centreY() - half), photo.height());
    this.bottom = bound(Math.ceil(face.centreY() + half), photo.height());
    int size = drawn.width();
    this.sampler =
        new AffineSampler(new RgbPixels(size, size, drawn.rgb()), FaceSquare.fromPhoto(face, size));
    FaceSquare.fromPhoto(face, 2).getMatrix(toMask);
  }

  /** The mask lies within the square's inscribed circle, so its bounds hold for any roll. */
  private static int bound(double coordinate, int length) {
    return (int) Math.max(0, Math.min(length, coordinate));
  }

  /** Lays the face over a row of the photo's pixels. */
  void paint(byte[] row, int y) {
    if (y < top || y >= bottom) {
      return;
    }
    for (int x = left; x < right; x++) {
      double maskX = toMask[0] * (x + 0.5) + toMask[2] * (y + 0.5) + toMask[4] - 1;
      double maskY = toMask[1] * (x + 0.5) + toMask[3] * (y + 0.5) + toMask[5] - 1;
      float weight = OvalMask.weight(maskX, maskY);
      if (weight > 0) {
        sampler.sample(x, y, colour);
        blend(row, 3 * x, weight);
      }
    }
  }

  private void blend(byte[] row, int offset, float weight) {
    for (int channel = 0; channel < 3; channel++) {
      float old = row[offset + channel] & 0xff;
      row[offset + channel] = Samples.toByte(old + weight * (colour[channel] - old));
    }
  }
}

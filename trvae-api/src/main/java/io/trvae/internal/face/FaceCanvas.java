package io.trvae.internal.face;

import io.trvae.RgbImage;
import io.trvae.face.Face;
import io.trvae.internal.image.AffineSampler;
import io.trvae.internal.image.RgbPixels;
import io.trvae.internal.image.Samples;
import java.awt.geom.AffineTransform;

/** A photo that faces are put back into. Not thread-safe. */
public final class FaceCanvas {

  private final int width;
  private final int height;
  private final byte[] rgb;

  /**
   * Creates a canvas.
   *
   * @param photo what is on it; its pixels are copied
   */
  public FaceCanvas(RgbImage photo) {
    this.width = photo.width();
    this.height = photo.height();
    this.rgb = photo.rgb();
  }

  /**
   * Lays a face over the photo through an oval mask; pixels outside the mask are not touched.
   *
   * @param face where; what is beyond the photo's edges is lost
   * @param drawn the face, upright, a square of any size
   */
  public void put(Face face, RgbImage drawn) {
    int size = drawn.width();
    AffineTransform fromPhoto = FaceSquare.fromPhoto(face, size);
    AffineSampler sampler = new AffineSampler(new RgbPixels(size, size, drawn.rgb()), fromPhoto);
    double half = face.side() / 2;
    int left = bound(Math.floor(face.centreX() - half), width);
    int right = bound(Math.ceil(face.centreX() + half), width);
    int top = bound(Math.floor(face.centreY() - half), height);
    int bottom = bound(Math.ceil(face.centreY() + half), height);
    double[] point = new double[2];
    float[] colour = new float[3];
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        point[0] = x + 0.5;
        point[1] = y + 0.5;
        fromPhoto.transform(point, 0, point, 0, 1);
        float weight = OvalMask.weight(2 * point[0] / size - 1, 2 * point[1] / size - 1);
        if (weight > 0) {
          sampler.sample(x, y, colour);
          blend(3 * (y * width + x), weight, colour);
        }
      }
    }
  }

  private void blend(int offset, float weight, float[] colour) {
    for (int channel = 0; channel < 3; channel++) {
      float old = rgb[offset + channel] & 0xff;
      rgb[offset + channel] = Samples.toByte(old + weight * (colour[channel] - old));
    }
  }

  /** The mask lies within the square's inscribed circle, so its bounds hold for any roll. */
  private static int bound(double coordinate, int length) {
    return (int) Math.max(0, Math.min(length, coordinate));
  }

  /**
   * Returns the photo with the faces put so far.
   *
   * @return a copy
   */
  public RgbImage toImage() {
    return RgbImage.ofRgb(width, height, rgb);
  }
}

package io.trvae.internal.face;

import io.trvae.RgbImage;
import io.trvae.face.Face;
import io.trvae.internal.image.AffineSampler;
import io.trvae.internal.image.RgbPixels;
import io.trvae.internal.image.Samples;

/** Cuts faces out of one photo, upright. */
public final class FaceCutter {

  private final RgbPixels photo;

  /**
   * Creates a cutter.
   *
   * @param photo the photo; its pixels are copied
   */
  public FaceCutter(RgbImage photo) {
    this.photo = new RgbPixels(photo.width(), photo.height(), photo.rgb());
  }

  /**
   * Cuts out a face's square.
   *
   * @param face where; beyond the photo's edges it is mirrored
   * @param size height and width of the result in pixels
   * @return the face
   */
  public RgbImage cut(Face face, int size) {
    AffineSampler sampler = new AffineSampler(photo, FaceSquare.toPhoto(face, size));
    byte[] rgb = new byte[RgbPixels.size(size, size)];
    float[] colour = new float[3];
    for (int y = 0, to = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        sampler.sample(x, y, colour);
        for (float value : colour) {
          rgb[to++] = Samples.toByte(value);
        }
      }
    }
    return RgbImage.ofRgb(size, size, rgb);
  }
}

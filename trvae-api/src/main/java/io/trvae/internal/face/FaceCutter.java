package io.trvae.internal.face;

import io.trvae.RgbImage;
import io.trvae.face.Face;
import io.trvae.internal.image.AffineSampler;
import io.trvae.internal.image.RgbPixels;
import io.trvae.internal.image.Samples;
import java.awt.geom.AffineTransform;

/** Cuts faces out of one photo, upright. */
public final class FaceCutter {

  /**
   * A face of more pixels than so many times those wanted, along each side, is shrunk to that
   * before it is turned: averaging whole rows and columns takes a small part of the time.
   */
  private static final int FINENESS = 8;

  private final RgbImage photo;

  /**
   * Creates a cutter.
   *
   * @param photo the photo
   */
  public FaceCutter(RgbImage photo) {
    this.photo = photo;
  }

  /**
   * Cuts out a face's square.
   *
   * @param face where; beyond the photo's edges it is mirrored
   * @param size height and width of the result in pixels
   * @return the face
   */
  public RgbImage cut(Face face, int size) {
    double shrinking = face.side() / (FINENESS * size);
    if (shrinking < 2) {
      shrinking = 1;
    }
    double reach = face.side() * Math.sqrt(0.5) + AffineSampler.REACH * shrinking;
    Span columns = Span.around(face.centreX(), reach, photo.width());
    Span rows = Span.around(face.centreY(), reach, photo.height());
    int width = shrunk(columns, shrinking);
    int height = shrunk(rows, shrinking);
    RgbImage source =
        photo.crop(columns.start, rows.start, columns.length, rows.length).resize(width, height);
    AffineTransform toSource =
        AffineTransform.getScaleInstance(
            (double) width / columns.length, (double) height / rows.length);
    toSource.translate(-columns.start, -rows.start);
    toSource.concatenate(FaceSquare.toPhoto(face, size));
    return sample(source, toSource, size);
  }

  private static int shrunk(Span span, double shrinking) {
    return (int) Math.max(1, Math.round(span.length / shrinking));
  }

  private static RgbImage sample(RgbImage source, AffineTransform toSource, int size) {
    AffineSampler sampler =
        new AffineSampler(new RgbPixels(source.width(), source.height(), source.rgb()), toSource);
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

  /** The columns, or the rows, that a face is read from. */
  private record Span(int start, int length) {

    /** All of them where a face reaches beyond an edge: what is mirrored there may be far away. */
    static Span around(double centre, double reach, int length) {
      double start = Math.floor(centre - reach);
      double end = Math.ceil(centre + reach);
      return start < 0 || end > length
          ? new Span(0, length)
          : new Span((int) start, (int) (end - start));
    }
  }
}

package io.trvae.internal.face;

import io.trvae.face.Face;
import java.awt.geom.AffineTransform;

/** From a face's square, as an upright picture of some size, to the photo and back. */
final class FaceSquare {

  private FaceSquare() {}

  static AffineTransform toPhoto(Face face, int size) {
    AffineTransform transform = new AffineTransform();
    transform.translate(face.centreX(), face.centreY());
    transform.rotate(Math.toRadians(face.rollDegrees()));
    transform.scale(face.side() / size, face.side() / size);
    transform.translate(-size / 2.0, -size / 2.0);
    return transform;
  }

  static AffineTransform fromPhoto(Face face, int size) {
    AffineTransform transform = new AffineTransform();
    transform.translate(size / 2.0, size / 2.0);
    transform.scale(size / face.side(), size / face.side());
    transform.rotate(Math.toRadians(-face.rollDegrees()));
    transform.translate(-face.centreX(), -face.centreY());
    return transform;
  }
}

package io.trvae.face;

import io.trvae.RgbImage;
import java.awt.geom.Point2D;

/**
 * Where a face is in a picture: the square that the model is given.
 *
 * <p>It is not the box that hugs the features but the wider one that models are trained on, with
 * hair and chin in view: upright, the middle between the eyes lies on the square's vertical centre
 * line, at 45 % of its height from the top. {@link #ofEyesAndMouth} draws it around landmarks. It
 * may reach beyond the picture, which is mirrored there.
 *
 * <p>Coordinates are in pixels and need not be whole: x to the right, y down, (0, 0) is the corner
 * of the picture, so that the centre of its first pixel is (0.5, 0.5).
 *
 * @param centreX the square's centre from the picture's left edge, in pixels
 * @param centreY the square's centre from the picture's top edge, in pixels
 * @param side the square's side in pixels, positive
 * @param rollDegrees by how much the head leans clockwise as seen in the picture, in degrees; the
 *     square leans with it. 0 for an upright head, and where it is not known
 * @param confidence how sure it is that this is a face, in [0, 1]; comparable between faces of one
 *     locator only
 * @since 0.1.0
 */
public record Face(
    double centreX, double centreY, double side, double rollDegrees, double confidence) {

  /** Sides of the training pictures, in distances of what they are measured by. */
  private static final double SIDE_PER_EYE_DISTANCE = 3.6;

  private static final double SIDE_PER_EYE_TO_MOUTH = 3.3;

  /** The centre of a square lies at 50 %. */
  private static final double CENTRE_BELOW_EYES = 0.5 - 0.45;

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if a number is not finite, the side is not positive or the
   *     confidence is not in [0, 1]
   */
  public Face {
    if (!Double.isFinite(centreX) || !Double.isFinite(centreY)) {
      throw new IllegalArgumentException(
          "A face's centre (" + centreX + ", " + centreY + ") is not finite");
    }
    if (!(side > 0) || !Double.isFinite(side)) {
      throw new IllegalArgumentException("A face's side " + side + " is not positive and finite");
    }
    if (!Double.isFinite(rollDegrees)) {
      throw new IllegalArgumentException("A face's roll " + rollDegrees + " is not finite");
    }
    if (!(confidence >= 0 && confidence <= 1)) {
      throw new IllegalArgumentException("A face's confidence " + confidence + " is not in [0, 1]");
    }
  }

  /**
   * Returns an upright face that is known for sure.
   *
   * @param centreX the square's centre from the picture's left edge, in pixels
   * @param centreY the square's centre from the picture's top edge, in pixels
   * @param side the square's side in pixels, positive
   * @return the face, with a confidence of 1
   * @throws IllegalArgumentException if a number is not finite or the side is not positive
   */
  public static Face of(double centreX, double centreY, double side) {
    return new Face(centreX, centreY, side, 0, 1);
  }

  /**
   * Frames a face as the training pictures are: the side is the larger of 3.6 times the distance
   * between the eyes and 3.3 times that from the middle between the eyes to the mouth, so that a
   * head turned aside is not cut closer. The eyes are brought to one height.
   *
   * @param leftEye the centre of the eye further left when the head is upright, in the picture's
   *     pixels
   * @param rightEye the centre of the other eye
   * @param mouth the middle of the mouth
   * @param confidence how sure it is that this is a face, in [0, 1]
   * @return the face
   * @throws IllegalArgumentException if a number is not finite, all three points are one or the
   *     confidence is not in [0, 1]
   */
  public static Face ofEyesAndMouth(
      Point2D leftEye, Point2D rightEye, Point2D mouth, double confidence) {
    double eyesX = (leftEye.getX() + rightEye.getX()) / 2;
    double eyesY = (leftEye.getY() + rightEye.getY()) / 2;
    double side =
        Math.max(
            SIDE_PER_EYE_DISTANCE * leftEye.distance(rightEye),
            SIDE_PER_EYE_TO_MOUTH * mouth.distance(eyesX, eyesY));
    double roll = Math.atan2(rightEye.getY() - leftEye.getY(), rightEye.getX() - leftEye.getX());
    double down = CENTRE_BELOW_EYES * side;
    return new Face(
        eyesX - down * Math.sin(roll),
        eyesY + down * Math.cos(roll),
        side,
        Math.toDegrees(roll),
        confidence);
  }

  /**
   * Returns the square that the model is given where no face is asked for.
   *
   * @param image the picture
   * @return its {@linkplain RgbImage#centreSquare() central square}, with a confidence of 0: nobody
   *     has looked for a face in it
   */
  public static Face centreSquareOf(RgbImage image) {
    int side = Math.min(image.width(), image.height());
    int left = (image.width() - side) / 2;
    int top = (image.height() - side) / 2;
    return new Face(left + side / 2.0, top + side / 2.0, side, 0, 0);
  }

  /**
   * Changes the lean.
   *
   * @param degrees by how much the head leans clockwise as seen in the picture
   * @return a changed copy
   * @throws IllegalArgumentException if the number is not finite
   */
  public Face withRollDegrees(double degrees) {
    return new Face(centreX, centreY, side, degrees, confidence);
  }

  /**
   * Tells whether a picture holds a part of this face: of the largest circle in its square.
   *
   * @param image the picture
   * @return false if the face lies outside, by all likelihood because its coordinates are those of
   *     another picture or another size
   */
  public boolean reachesInto(RgbImage image) {
    double beyondX = Math.max(0, Math.max(-centreX, centreX - image.width()));
    double beyondY = Math.max(0, Math.max(-centreY, centreY - image.height()));
    return Math.hypot(beyondX, beyondY) < side / 2;
  }
}

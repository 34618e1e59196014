package io.trvae.face;

import io.trvae.RgbImage;
import java.util.List;

/**
 * Finds the faces in a photo.
 *
 * <p>An implementation must be thread-safe: a pipeline asks it on whatever threads it is called
 * from, many at once. It belongs to whoever created it; a pipeline does not close it, and asks it
 * no more once closed itself.
 *
 * <p>What it throws ends the call of the pipeline and reaches the caller unchanged. To find nothing
 * is no error.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface FaceLocator {

  /**
   * Finds all faces.
   *
   * @param photo the photo, of any size
   * @return the squares that the model is to be given, each face once, in an order that the same
   *     photo always gives; empty if there is none. Each {@linkplain Face#reachesInto reaches into}
   *     the photo
   */
  List<Face> locate(RgbImage photo);
}

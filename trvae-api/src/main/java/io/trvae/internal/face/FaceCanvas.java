package io.trvae.internal.face;

import io.trvae.RgbImage;
import io.trvae.face.Face;
import java.util.ArrayList;
import java.util.List;

/** A photo that faces are put back into. Not thread-safe. */
public final class FaceCanvas {

  private final RgbImage photo;
  private final List<FaceOverlay> overlays = new ArrayList<>();

  /**
   * Creates a canvas.
   *
   * @param photo what is on it
   */
  public FaceCanvas(RgbImage photo) {
    this.photo = photo;
  }

  /**
   * Lays a face over the photo through an oval mask; pixels outside the mask are not touched.
   *
   * @param face where; what is beyond the photo's edges is lost
   * @param drawn the face, upright, a square of any size
   */
  public void put(Face face, RgbImage drawn) {
    overlays.add(new FaceOverlay(face, drawn, photo));
  }

  /**
   * Returns the photo with the faces put so far.
   *
   * @return a changed copy, the only one that is made of the photo's pixels
   */
  public RgbImage toImage() {
    return photo.mapRows((row, y) -> overlays.forEach(overlay -> overlay.paint(row, y)));
  }
}

package io.trvae.face;

/**
 * How a transferred face goes back into its photo.
 *
 * <p>What the model drew is turned and resized to the face's square by Keys' cubic convolution
 * (1981, a = -1/2), averaged where it shrinks, and laid over the photo through a soft oval mask
 * within the square. The photo keeps its size, and its pixels outside the masks are not touched.
 *
 * @param matchColours whether the drawn face takes over the mean and the contrast of each colour
 *     channel from the face that it replaces, so that the light of the photo stays (the method of
 *     Reinhard et al. 2001, "Color transfer between images", on the sRGB values as stored). Without
 *     it the colours are those that the model drew
 * @since 0.1.0
 */
public record PutBack(boolean matchColours) {

  /**
   * Keeps the colours that the model drew.
   *
   * @return the default
   */
  public static PutBack plain() {
    return new PutBack(false);
  }

  /**
   * Takes light and tint from the photo.
   *
   * @return a way that changes the drawn colours
   */
  public static PutBack matchingColours() {
    return new PutBack(true);
  }
}

package io.trvae.internal.face;

import io.trvae.RgbImage;
import io.trvae.internal.image.Samples;

/**
 * Gives one face the colours of another: the mean and the standard deviation of each channel, both
 * weighted by the mask (Reinhard et al. 2001, "Color transfer between images", on sRGB).
 */
public final class ColourMatch {

  /** A face against the light is not to become noise, nor a drawing one flat tone. */
  private static final double MAX_GAIN = 2;

  private ColourMatch() {}

  /**
   * Changes a face's colours.
   *
   * @param drawn the face
   * @param replaced the face whose colours it takes over, of the same size
   * @return the face in these colours
   */
  public static RgbImage match(RgbImage drawn, RgbImage replaced) {
    int size = drawn.width();
    byte[] rgb = drawn.rgb();
    byte[] model = replaced.rgb();
    for (int channel = 0; channel < 3; channel++) {
      Tone from = Tone.of(rgb, channel, size);
      Tone to = Tone.of(model, channel, size);
      // The small number keeps one flat tone from dividing by nothing.
      double gain =
          Math.max(1 / MAX_GAIN, Math.min(MAX_GAIN, to.spread / Math.max(1e-3, from.spread)));
      for (int i = channel; i < rgb.length; i += 3) {
        rgb[i] = Samples.toByte((float) (to.mean + gain * ((rgb[i] & 0xff) - from.mean)));
      }
    }
    return RgbImage.ofRgb(size, size, rgb);
  }

  /** Brightness and contrast of a channel within the mask. */
  private record Tone(double mean, double spread) {

    static Tone of(byte[] rgb, int channel, int size) {
      double weights = 0;
      double sum = 0;
      double squares = 0;
      for (int y = 0, i = channel; y < size; y++) {
        for (int x = 0; x < size; x++, i += 3) {
          double weight = OvalMask.weight((2 * x + 1.0) / size - 1, (2 * y + 1.0) / size - 1);
          double value = rgb[i] & 0xff;
          weights += weight;
          sum += weight * value;
          squares += weight * value * value;
        }
      }
      double mean = sum / weights;
      return new Tone(mean, Math.sqrt(Math.max(0, squares / weights - mean * mean)));
    }
  }
}

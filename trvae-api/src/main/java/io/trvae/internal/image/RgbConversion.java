package io.trvae.internal.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorConvertOp;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;

/**
 * To and from {@link BufferedImage}.
 *
 * <p>Grey levels are taken as they are. Java declares its grey colour space to be linear and would
 * brighten them on the way to sRGB (128 becomes 188), although the levels in picture files are
 * coded with a gamma like everything else. Other colour spaces are converted as their profiles say.
 */
public final class RgbConversion {

  private RgbConversion() {}

  /**
   * Copies an image's pixels.
   *
   * @param image the image, of any type
   * @param background what lies under transparent pixels, {@code 0xRRGGBB}
   * @return its pixels
   */
  public static RgbPixels fromBufferedImage(BufferedImage image, int background) {
    byte[] rgb = new byte[RgbPixels.size(image.getWidth(), image.getHeight())];
    ColorModel colours = image.getColorModel();
    if (isPlainGrey(image)) {
      copyGrey(image, background, rgb);
    } else if (!colours.getColorSpace().isCS_sRGB()) {
      copyPacked(toSrgb(image), background, rgb);
    } else if (isPlainRgb(image)) {
      copySamples(image.getRaster(), rgb);
    } else {
      copyPacked(image, background, rgb);
    }
    return new RgbPixels(image.getWidth(), image.getHeight(), rgb);
  }

  /**
   * Copies pixels to an image.
   *
   * @param pixels the pixels
   * @return an image of type {@link BufferedImage#TYPE_INT_RGB}
   */
  public static BufferedImage toBufferedImage(RgbPixels pixels) {
    int width = pixels.width();
    BufferedImage image = new BufferedImage(width, pixels.height(), BufferedImage.TYPE_INT_RGB);
    WritableRaster raster = image.getRaster();
    byte[] rgb = pixels.rgb();
    int[] row = new int[width];
    for (int y = 0, from = 0; y < pixels.height(); y++) {
      for (int x = 0; x < width; x++, from += 3) {
        row[x] = (rgb[from] & 0xff) << 16 | (rgb[from + 1] & 0xff) << 8 | (rgb[from + 2] & 0xff);
      }
      raster.setDataElements(0, y, width, 1, row);
    }
    return image;
  }

  private static boolean isPlainGrey(BufferedImage image) {
    ColorModel colours = image.getColorModel();
    int type = colours.getTransferType();
    return colours.getColorSpace().getType() == ColorSpace.TYPE_GRAY
        && !(colours instanceof IndexColorModel)
        && (type == DataBuffer.TYPE_BYTE || type == DataBuffer.TYPE_USHORT);
  }

  private static boolean isPlainRgb(BufferedImage image) {
    return switch (image.getType()) {
      case BufferedImage.TYPE_3BYTE_BGR, BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_INT_BGR ->
          true;
      default -> false;
    };
  }

  private static void copySamples(Raster raster, byte[] rgb) {
    int width = raster.getWidth();
    int[] samples = new int[3 * width];
    for (int y = 0, to = 0; y < raster.getHeight(); y++) {
      raster.getPixels(0, y, width, 1, samples);
      for (int sample : samples) {
        rgb[to++] = (byte) sample;
      }
    }
  }

  private static void copyPacked(BufferedImage image, int background, byte[] rgb) {
    int width = image.getWidth();
    int[] argb = new int[width];
    for (int y = 0, to = 0; y < image.getHeight(); y++) {
      image.getRGB(0, y, width, 1, argb, 0, width);
      for (int pixel : argb) {
        int alpha = pixel >>> 24;
        rgb[to++] = blend(pixel >> 16, alpha, background >> 16);
        rgb[to++] = blend(pixel >> 8, alpha, background >> 8);
        rgb[to++] = blend(pixel, alpha, background);
      }
    }
  }

  private static void copyGrey(BufferedImage image, int background, byte[] rgb) {
    ColorModel colours = image.getColorModel();
    Raster raster = image.getRaster();
    int bands = raster.getNumBands();
    int max = (1 << colours.getComponentSize(0)) - 1;
    int[] samples = new int[bands * image.getWidth()];
    for (int y = 0, to = 0; y < image.getHeight(); y++) {
      raster.getPixels(0, y, image.getWidth(), 1, samples);
      for (int i = 0; i < samples.length; i += bands) {
        int alpha = colours.hasAlpha() ? to8Bits(samples[i + bands - 1], max) : 255;
        int grey = to8Bits(samples[i], max);
        if (colours.isAlphaPremultiplied() && alpha > 0) {
          grey = Math.min(255, (grey * 255 + alpha / 2) / alpha);
        }
        rgb[to++] = blend(grey, alpha, background >> 16);
        rgb[to++] = blend(grey, alpha, background >> 8);
        rgb[to++] = blend(grey, alpha, background);
      }
    }
  }

  private static int to8Bits(int sample, int max) {
    return (int) ((sample * 255L + max / 2) / max);
  }

  /** Lays the lowest byte of a colour over the lowest byte of the background. */
  private static byte blend(int colour, int alpha, int background) {
    return (byte) (((colour & 0xff) * alpha + (background & 0xff) * (255 - alpha) + 127) / 255);
  }

  private static BufferedImage toSrgb(BufferedImage image) {
    int type =
        image.getColorModel().hasAlpha() ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB;
    BufferedImage target = new BufferedImage(image.getWidth(), image.getHeight(), type);
    return new ColorConvertOp(null).filter(image, target);
  }
}

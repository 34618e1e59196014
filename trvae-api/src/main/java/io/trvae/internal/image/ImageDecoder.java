package io.trvae.internal.image;

import io.trvae.internal.image.ImageDataException.Reason;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicReference;
import javax.imageio.ImageReader;
import org.jspecify.annotations.Nullable;

/**
 * From the bytes of a file to upright, opaque sRGB pixels.
 *
 * <p>The bytes may come from anywhere: whatever they make a reader throw leaves here as an {@link
 * ImageDataException}. Thread-safe.
 */
public final class ImageDecoder {

  /** Room for metadata, embedded profiles and previews on top of the pixels. */
  private static final long OVERHEAD_BYTES = 16L << 20;

  /** Four channels of 16 bits: no format here needs more for a pixel, even uncompressed. */
  private static final long BYTES_PER_PIXEL = 8;

  /**
   * Encoders write about ten scans. Each may be a few bytes and still costs a walk over all pixels,
   * so that a file of a megabyte could keep a reader busy for hours.
   */
  private static final int MAX_SCANS = 50;

  private final ImagePlugins plugins;

  /** Creates a decoder with the plug-ins that this library's class loader sees. */
  public ImageDecoder() {
    this(ImageDecoder.class.getClassLoader());
  }

  ImageDecoder(ClassLoader pluginLoader) {
    plugins = new ImagePlugins(pluginLoader);
  }

  /**
   * Reads a stream to its end and decodes what came.
   *
   * @param in the stream, not closed
   * @param maxPixels the most pixels a picture may have; more bytes than so many pixels can need
   *     are refused too, so an endless stream ends in an exception
   * @param background what lies under transparent pixels, {@code 0xRRGGBB}
   * @return the pixels
   * @throws IOException if the stream cannot be read
   * @throws ImageDataException if what it holds is not a picture within the limit
   */
  public RgbPixels decode(InputStream in, long maxPixels, int background)
      throws IOException, ImageDataException {
    long pixels = Math.min(maxPixels, RgbPixels.MAX_PIXELS);
    int maxBytes =
        (int) Math.min(Integer.MAX_VALUE - 16, pixels * BYTES_PER_PIXEL + OVERHEAD_BYTES);
    byte[] bytes;
    try {
      bytes = in.readNBytes(maxBytes + 1);
    } catch (OutOfMemoryError e) {
      throw new ImageDataException(Reason.TOO_LARGE, "it does not fit in memory", e);
    }
    if (bytes.length > maxBytes) {
      throw new ImageDataException(
          Reason.TOO_LARGE,
          "it has more than "
              + maxBytes
              + " bytes, which no picture of "
              + pixels
              + " pixels (the limit) needs");
    }
    return decode(bytes, maxPixels, background);
  }

  /**
   * Decodes a file's bytes.
   *
   * @param bytes the bytes
   * @param maxPixels the most pixels a picture may have
   * @param background what lies under transparent pixels, {@code 0xRRGGBB}
   * @return the pixels
   * @throws ImageDataException if the bytes are not a picture within the limit
   */
  public RgbPixels decode(byte[] bytes, long maxPixels, int background) throws ImageDataException {
    if (bytes.length == 0) {
      throw new ImageDataException(Reason.INVALID, "it is empty");
    }
    ImageFormat format =
        ImageFormat.of(bytes)
            .orElseThrow(
                () ->
                    new ImageDataException(
                        Reason.INVALID, "it is not a JPEG, PNG, GIF, BMP or WebP image"));
    try {
      Outline outline = Outline.of(format, bytes);
      BufferedImage image = read(format, outline, bytes, maxPixels);
      RgbPixels stored = RgbConversion.fromBufferedImage(image, background);
      return ExifOrientation.undo(stored, outline.orientation());
    } catch (IOException | RuntimeException | StackOverflowError e) {
      throw new ImageDataException(
          Reason.INVALID,
          "it is a damaged or truncated " + format.label() + " image: " + describe(e),
          e);
    } catch (OutOfMemoryError e) {
      throw new ImageDataException(Reason.TOO_LARGE, "it does not fit in memory", e);
    }
  }

  private BufferedImage read(ImageFormat format, Outline outline, byte[] bytes, long maxPixels)
      throws IOException, ImageDataException {
    ImageReader reader =
        plugins
            .reader(format)
            .orElseThrow(() -> missing(format.label() + " images", "imageio-webp"));
    try (ArrayImageInputStream stream = new ArrayImageInputStream(bytes)) {
      reader.setInput(stream, false, true);
      int width = reader.getWidth(0);
      int height = reader.getHeight(0);
      checkSize(width, height, maxPixels);
      stream.allowFor((long) width * height);
      if (outline.components() == 4 && !plugins.readsCmyk()) {
        throw missing("JPEG images in CMYK", "imageio-jpeg");
      }
      if (outline.scans() > MAX_SCANS) {
        throw new ImageDataException(
            Reason.TOO_LARGE,
            "its " + outline.scans() + " scans are more than the limit of " + MAX_SCANS);
      }
      if (!outline.complete()) {
        throw new ImageDataException(
            Reason.INVALID, "it is a truncated " + format.label() + " image: its end is missing");
      }
      AtomicReference<@Nullable String> damage = new AtomicReference<>();
      reader.addIIOReadWarningListener(
          (source, warning) -> {
            if (isDamage(warning)) {
              damage.compareAndSet(null, warning);
            }
          });
      BufferedImage image = reader.read(0);
      if (damage.get() != null) {
        throw new IOException(damage.get());
      }
      return image;
    } finally {
      reader.dispose();
    }
  }

  private static void checkSize(int width, int height, long maxPixels) throws ImageDataException {
    if (width < 1 || height < 1) {
      throw new ImageDataException(
          Reason.INVALID, "it has no pixels: its size is " + width + "x" + height);
    }
    long limit = Math.min(maxPixels, RgbPixels.MAX_PIXELS);
    if ((long) width * height > limit) {
      throw new ImageDataException(
          Reason.TOO_LARGE,
          "its "
              + width
              + "x"
              + height
              + " pixels are more than the limit of "
              + limit
              + "; shrink it, or raise the limit in ImageReadOptions");
    }
  }

  /**
   * Tells warnings of libjpeg that stand for missing pixels (it fills the rest with grey) from
   * those about stray bytes, colour profiles and metadata, which cost none. libjpeg's texts are not
   * translated.
   */
  private static boolean isDamage(String warning) {
    return warning.startsWith("Premature end of")
        || (warning.startsWith("Corrupt JPEG data") && !warning.contains("extraneous bytes"));
  }

  private static ImageDataException missing(String what, String artifact) {
    return new ImageDataException(
        Reason.UNSUPPORTED,
        what + " need the plug-in com.twelvemonkeys.imageio:" + artifact + " on the class path");
  }

  private static String describe(Throwable e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }
}

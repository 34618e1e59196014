package io.trvae.internal.image;

import io.trvae.internal.image.ImageDataException.Reason;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.imageio.IIOImage;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** The formats that pictures are written in, by the names users give them. */
public enum ImageEncoder {
  /** Lossless. */
  PNG(Integer.MAX_VALUE),
  /** Lossy, quality 0.95. */
  JPG(65_500),
  /** The same as {@link #JPG}. */
  JPEG(65_500),
  /** Lossless, not compressed. */
  BMP(Integer.MAX_VALUE),
  /** Reduced to 256 colours. */
  GIF(65_535);

  private static final float JPEG_QUALITY = 0.95f;

  /** What the format's 16-bit fields, or the encoder, allow. */
  private final int maxSide;

  ImageEncoder(int maxSide) {
    this.maxSide = maxSide;
  }

  /**
   * Finds a format.
   *
   * @param name its name, in either case
   * @return the format
   * @throws ImageDataException if there is none of that name
   */
  public static ImageEncoder of(String name) throws ImageDataException {
    for (ImageEncoder encoder : values()) {
      if (encoder.name().equalsIgnoreCase(name)) {
        return encoder;
      }
    }
    throw new ImageDataException(
        Reason.UNSUPPORTED,
        (name.isEmpty() ? "a format is missing" : "format '" + name + "' is unknown")
            + "; known are "
            + Arrays.stream(values())
                .map(encoder -> encoder.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", ")));
  }

  /**
   * Finds the format that a file's name asks for.
   *
   * @param fileName the name, without directories
   * @return the format that its extension names
   * @throws ImageDataException if it has none, or an unknown one
   */
  public static ImageEncoder ofFileName(String fileName) throws ImageDataException {
    int dot = fileName.lastIndexOf('.');
    return of(dot < 1 ? "" : fileName.substring(dot + 1));
  }

  /**
   * Checks whether the format has room for a picture of that size.
   *
   * @param pixels the picture
   * @throws ImageDataException if it hasn't
   */
  public void check(RgbPixels pixels) throws ImageDataException {
    if (Math.max(pixels.width(), pixels.height()) > maxSide) {
      throw new ImageDataException(
          Reason.UNSUPPORTED,
          "%dx%d pixels are too many for %s, whose sides end at %d; use png"
              .formatted(pixels.width(), pixels.height(), name(), maxSide));
    }
  }

  /**
   * Writes a picture.
   *
   * @param pixels the picture
   * @param out where to, not closed
   * @throws IOException if writing fails
   */
  public void encode(RgbPixels pixels, OutputStream out) throws IOException {
    ImageWriter writer = ImagePlugins.writer(name());
    // Not ImageIO.createImageOutputStream: that one may put a cache file on the disk.
    try (ImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
      writer.setOutput(stream);
      ImageWriteParam parameters = writer.getDefaultWriteParam();
      if (this == JPG || this == JPEG) {
        parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        parameters.setCompressionQuality(JPEG_QUALITY);
      }
      IIOImage image = new IIOImage(RgbConversion.toBufferedImage(pixels), null, null);
      writer.write(null, image, parameters);
    } finally {
      writer.dispose();
    }
    out.flush();
  }
}

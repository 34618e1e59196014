package io.trvae;

import io.trvae.internal.image.ImageDataException;
import io.trvae.internal.image.ImageDecoder;
import io.trvae.internal.image.ImageEncoder;
import io.trvae.internal.image.Resampler;
import io.trvae.internal.image.RgbConversion;
import io.trvae.internal.image.RgbPixels;
import io.trvae.internal.io.AtomicFile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.ObjIntConsumer;

/**
 * A picture on the Java heap: 8-bit sRGB, opaque, upright.
 *
 * <p>Reading knows JPEG (grey, YCbCr, CMYK and YCCK; progressive or not), PNG, GIF (its first
 * frame), BMP and WebP, told apart by content and not by name. The Exif orientation is applied,
 * once; transparency is flattened on a {@linkplain ImageReadOptions#background() background};
 * embedded colour profiles of JPEG and WebP are converted to sRGB, those of PNG are ignored. Grey
 * levels are taken as they are. CMYK and WebP need the plug-ins {@code
 * com.twelvemonkeys.imageio:imageio-jpeg} and {@code imageio-webp}, which come with this library
 * unless excluded. Nothing is cached on disk and none of {@code ImageIO}'s settings is changed.
 *
 * <p>Immutable and thread-safe; arrays are copied on the way in and out.
 *
 * @since 0.1.0
 */
public final class RgbImage {

  private final RgbPixels pixels;

  private RgbImage(RgbPixels pixels) {
    this.pixels = pixels;
  }

  /**
   * Reads a file with {@link ImageReadOptions#DEFAULT}.
   *
   * @param file the file
   * @return the picture
   * @throws IOException if the file cannot be read
   * @throws ImageException if it is empty, not a picture, damaged, truncated, of no or too many
   *     pixels, or needs a plug-in that is missing
   */
  public static RgbImage read(Path file) throws IOException {
    return read(file, ImageReadOptions.DEFAULT);
  }

  /**
   * Reads a file.
   *
   * @param file the file
   * @param options the limit and the background
   * @return the picture
   * @throws IOException if the file cannot be read
   * @throws ImageException if it is empty, not a picture, damaged, truncated, of no or too many
   *     pixels, or needs a plug-in that is missing
   */
  public static RgbImage read(Path file, ImageReadOptions options) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, options, file.toString());
    }
  }

  /**
   * Reads a stream to its end with {@link ImageReadOptions#DEFAULT}.
   *
   * @param in the stream, left open
   * @return the picture
   * @throws IOException if the stream cannot be read
   * @throws ImageException as for a {@linkplain #read(Path) file}
   */
  public static RgbImage read(InputStream in) throws IOException {
    return read(in, ImageReadOptions.DEFAULT);
  }

  /**
   * Reads a stream to its end, or until it has given more bytes than any picture within the limit
   * can need (8 for each pixel and 16 MiB).
   *
   * @param in the stream, left open
   * @param options the limit and the background
   * @return the picture
   * @throws IOException if the stream cannot be read
   * @throws ImageException as for a {@linkplain #read(Path) file}
   */
  public static RgbImage read(InputStream in, ImageReadOptions options) throws IOException {
    return read(in, options, "the image");
  }

  private static RgbImage read(InputStream in, ImageReadOptions options, String source)
      throws IOException {
    try {
      return new RgbImage(Decoding.DECODER.decode(in, options.maxPixels(), options.background()));
    } catch (ImageDataException e) {
      throw failure("Cannot read " + source, e);
    }
  }

  /**
   * Decodes a file's bytes with {@link ImageReadOptions#DEFAULT}.
   *
   * @param bytes the content of a picture file
   * @return the picture
   * @throws ImageException as for a {@linkplain #read(Path) file}
   */
  public static RgbImage decode(byte[] bytes) {
    return decode(bytes, ImageReadOptions.DEFAULT);
  }

  /**
   * Decodes a file's bytes.
   *
   * @param bytes the content of a picture file
   * @param options the limit and the background
   * @return the picture
   * @throws ImageException as for a {@linkplain #read(Path) file}
   */
  public static RgbImage decode(byte[] bytes, ImageReadOptions options) {
    try {
      return new RgbImage(
          Decoding.DECODER.decode(bytes, options.maxPixels(), options.background()));
    } catch (ImageDataException e) {
      throw failure("Cannot read the image", e);
    }
  }

  /**
   * Copies an AWT image; transparency is flattened on white.
   *
   * @param image the image, of any type
   * @return the picture
   */
  public static RgbImage of(BufferedImage image) {
    int background = ImageReadOptions.DEFAULT.background();
    return new RgbImage(RgbConversion.fromBufferedImage(image, background));
  }

  /**
   * Creates a picture from bytes.
   *
   * @param width the width in pixels, positive
   * @param height the height in pixels, positive
   * @param rgb 3 * width * height unsigned bytes: row by row from the top, each pixel red, green,
   *     blue
   * @return the picture
   * @throws IllegalArgumentException if a size is not positive or the array's length doesn't match
   */
  public static RgbImage ofRgb(int width, int height, byte[] rgb) {
    return new RgbImage(new RgbPixels(width, height, rgb.clone()));
  }

  /**
   * Creates a picture from a float tensor: {@code round(255 * value)}, halves up.
   *
   * @param width the width in pixels, positive
   * @param height the height in pixels, positive
   * @param chw 3 * width * height values of shape [3, height, width], red first, nominally in [0,
   *     1]; values outside are clipped
   * @return the picture
   * @throws IllegalArgumentException if a size is not positive, the array's length doesn't match or
   *     a value is NaN
   */
  public static RgbImage ofFloats(int width, int height, float[] chw) {
    int size = RgbPixels.size(width, height);
    if (chw.length != size) {
      throw new IllegalArgumentException(
          "A picture of %dx%d pixels needs %d values; got %d"
              .formatted(width, height, size, chw.length));
    }
    return ofFloats(width, height, chw, 0);
  }

  /**
   * Creates a picture from a part of an array, one image of a batch for instance: {@code round(255
   * * value)}, halves up.
   *
   * @param width the width in pixels, positive
   * @param height the height in pixels, positive
   * @param chw holds 3 * width * height values of shape [3, height, width], red first, nominally in
   *     [0, 1]; values outside are clipped
   * @param offset the index of the first value
   * @return the picture
   * @throws IllegalArgumentException if a size is not positive or a value is NaN
   * @throws IndexOutOfBoundsException if the values don't lie within the array
   */
  public static RgbImage ofFloats(int width, int height, float[] chw, int offset) {
    int size = RgbPixels.size(width, height);
    Objects.checkFromIndexSize(offset, size, chw.length);
    byte[] rgb = new byte[size];
    int plane = size / 3;
    for (int i = 0, to = 0, from = offset; i < plane; i++, to += 3, from++) {
      rgb[to] = level(chw, from);
      rgb[to + 1] = level(chw, from + plane);
      rgb[to + 2] = level(chw, from + 2 * plane);
    }
    return new RgbImage(new RgbPixels(width, height, rgb));
  }

  private static byte level(float[] chw, int index) {
    float value = chw[index];
    if (Float.isNaN(value)) {
      throw new IllegalArgumentException("chw[" + index + "] is NaN");
    }
    // Math.round takes much longer. In double precision the sum is exact.
    return (byte) Math.max(0, Math.min(255, (int) (255 * value + 0.5)));
  }

  /**
   * Returns the width.
   *
   * @return pixels per row, positive
   */
  public int width() {
    return pixels.width();
  }

  /**
   * Returns the height.
   *
   * @return the number of rows, positive
   */
  public int height() {
    return pixels.height();
  }

  /**
   * Returns the pixels as bytes.
   *
   * @return a copy: 3 * width * height unsigned bytes, laid out as for {@link #ofRgb}
   */
  public byte[] rgb() {
    return pixels.rgb().clone();
  }

  /**
   * Returns the pixels as a float tensor, {@code byte / 255}; {@link #ofFloats(int, int, float[])}
   * turns it back without loss.
   *
   * @return 3 * width * height values in [0, 1] of shape [3, height, width], red first
   */
  public float[] toFloats() {
    float[] chw = new float[pixels.rgb().length];
    copyFloatsTo(chw, 0);
    return chw;
  }

  /**
   * Writes {@linkplain #toFloats() the float tensor} into an array, a batch for instance.
   *
   * @param target the array
   * @param offset the index of the first value
   * @throws IndexOutOfBoundsException if the values don't fit there; nothing is written then
   */
  public void copyFloatsTo(float[] target, int offset) {
    byte[] rgb = pixels.rgb();
    Objects.checkFromIndexSize(offset, rgb.length, target.length);
    int plane = rgb.length / 3;
    for (int channel = 0; channel < 3; channel++) {
      int to = offset + channel * plane;
      for (int i = 0; i < plane; i++) {
        target[to + i] = (rgb[3 * i + channel] & 0xff) / 255f;
      }
    }
  }

  /**
   * Returns the pixels as an AWT image.
   *
   * @return a new image of type {@link BufferedImage#TYPE_INT_RGB}
   */
  public BufferedImage toBufferedImage() {
    return RgbConversion.toBufferedImage(pixels);
  }

  /**
   * Resizes, each axis on its own: shrinking takes the exact average of the area that a new pixel
   * covers, enlarging interpolates with Keys' cubic convolution (1981, a = -1/2). The ratio of the
   * sides is not kept; see {@link #centreSquare()}.
   *
   * @param width the new width in pixels, positive
   * @param height the new height in pixels, positive
   * @return the resized picture
   * @throws IllegalArgumentException if a size is not positive or the picture would not fit in one
   *     array
   */
  public RgbImage resize(int width, int height) {
    return with(Resampler.resize(pixels, width, height));
  }

  /**
   * Cuts out the largest square in the middle; an odd rest goes to the right or the bottom.
   *
   * @return the square
   */
  public RgbImage centreSquare() {
    int side = Math.min(width(), height());
    return crop((width() - side) / 2, (height() - side) / 2, side, side);
  }

  /**
   * Cuts out a rectangle.
   *
   * @param x its left edge, counted from 0
   * @param y its top edge, counted from 0
   * @param width its width, positive
   * @param height its height, positive
   * @return the pixels inside
   * @throws IllegalArgumentException if it is empty or not inside the picture
   */
  public RgbImage crop(int x, int y, int width, int height) {
    return with(pixels.crop(x, y, width, height));
  }

  /**
   * Changes pixels row by row, from the top, in one copy.
   *
   * @param change is given each row, 3 * width unsigned bytes laid out as for {@link #ofRgb}, and
   *     its number, counted from 0. What it leaves in the array is the row of the changed picture;
   *     the array is then used for the next one
   * @return the changed picture
   */
  public RgbImage mapRows(ObjIntConsumer<byte[]> change) {
    byte[] rgb = new byte[pixels.rgb().length];
    byte[] row = new byte[3 * width()];
    for (int y = 0, offset = 0; y < height(); y++, offset += row.length) {
      System.arraycopy(pixels.rgb(), offset, row, 0, row.length);
      change.accept(row, y);
      System.arraycopy(row, 0, rgb, offset, row.length);
    }
    return new RgbImage(new RgbPixels(width(), height(), rgb));
  }

  private RgbImage with(RgbPixels changed) {
    return changed == pixels ? this : new RgbImage(changed);
  }

  /**
   * Writes a file in the format of its extension: {@code png} or {@code bmp} (lossless), {@code
   * jpg} or {@code jpeg} (quality 0.95), {@code gif} (reduced to 256 colours). The file appears
   * whole or not at all: it is written under a temporary name in the same directory and then moved
   * atomically, replacing what was there.
   *
   * @param file the file, in an existing directory
   * @throws IOException if writing fails
   * @throws ImageException if the extension is missing or unknown, or the picture is too large for
   *     the format
   */
  public void write(Path file) throws IOException {
    Path name = file.getFileName();
    try {
      ImageEncoder encoder = ImageEncoder.ofFileName(name == null ? "" : name.toString());
      encoder.check(pixels);
      AtomicFile.write(file, out -> encoder.encode(pixels, out));
    } catch (ImageDataException e) {
      throw failure("Cannot write " + file, e);
    }
  }

  /**
   * Writes to a stream.
   *
   * @param out the stream; flushed, left open
   * @param format {@code png}, {@code jpg}, {@code jpeg}, {@code bmp} or {@code gif}, in either
   *     case; as for {@link #write(Path)}
   * @throws IOException if writing fails
   * @throws ImageException if the format is unknown, or the picture is too large for it
   */
  public void write(OutputStream out, String format) throws IOException {
    Objects.requireNonNull(out, "out");
    try {
      ImageEncoder encoder = ImageEncoder.of(format);
      encoder.check(pixels);
      encoder.encode(pixels, out);
    } catch (ImageDataException e) {
      throw failure("Cannot write the image", e);
    }
  }

  private static ImageException failure(String what, ImageDataException e) {
    ErrorCode code =
        switch (e.reason()) {
          case INVALID -> ErrorCode.IMAGE_INVALID;
          case TOO_LARGE -> ErrorCode.IMAGE_TOO_LARGE;
          case UNSUPPORTED -> ErrorCode.IMAGE_FORMAT_UNSUPPORTED;
        };
    return new ImageException(code, what + ": " + e.getMessage(), e.getCause());
  }

  /** Compares size and pixels. */
  @Override
  public boolean equals(Object other) {
    return other instanceof RgbImage that
        && width() == that.width()
        && height() == that.height()
        && Arrays.equals(pixels.rgb(), that.pixels.rgb());
  }

  /** Returns a hash of size and pixels. */
  @Override
  public int hashCode() {
    return 31 * width() + Arrays.hashCode(pixels.rgb());
  }

  /** Returns the size only. */
  @Override
  public String toString() {
    return "RgbImage[" + width() + "x" + height() + "]";
  }

  /** The plug-ins are looked up when the first file is decoded, not when the class loads. */
  private static final class Decoding {
    static final ImageDecoder DECODER = new ImageDecoder();
  }
}

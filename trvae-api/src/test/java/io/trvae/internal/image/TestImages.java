package io.trvae.internal.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Pictures and their bytes, for tests. */
public final class TestImages {

  /** The size of {@link #gradient()}. */
  public static final int WIDTH = 24;

  public static final int HEIGHT = 16;

  private static final int PNG_SIGNATURE_BYTES = 8;
  private static final int PNG_HEADER_BYTES = PNG_SIGNATURE_BYTES + 25;

  private TestImages() {}

  /** Red grows to the right, green to the bottom. */
  public static BufferedImage gradient() {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        image.setRGB(x, y, (10 * x) << 16 | (15 * y) << 8 | 128);
      }
    }
    return image;
  }

  /** An image of one sample per pixel, the same everywhere. */
  public static BufferedImage grey(int type, int level) {
    BufferedImage image = new BufferedImage(16, 16, type);
    for (int y = 0; y < 16; y++) {
      for (int x = 0; x < 16; x++) {
        image.getRaster().setSample(x, y, 0, level);
      }
    }
    return image;
  }

  /** Encodes with the JDK's writer; JPEG at quality 0.95. */
  public static byte[] encode(BufferedImage image, String format) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageWriter writer = ImagePlugins.writer(format);
      try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
        writer.setOutput(out);
        ImageWriteParam parameters = writer.getDefaultWriteParam();
        if (format.equals("JPEG")) {
          parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
          parameters.setCompressionQuality(0.95f);
        }
        writer.write(null, new IIOImage(image, null, null), parameters);
      } finally {
        writer.dispose();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** One of the files described in the resources' README. */
  public static byte[] resource(String name) {
    try (InputStream in = TestImages.class.getResourceAsStream("/io/trvae/images/" + name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts an APP segment right behind a JPEG's first marker. */
  public static byte[] withSegment(byte[] jpeg, int marker, byte[] content) {
    byte[] head = {
      (byte) 0xff,
      (byte) 0xd8,
      (byte) 0xff,
      (byte) marker,
      (byte) ((content.length + 2) >> 8),
      (byte) (content.length + 2)
    };
    return concat(head, content, Arrays.copyOfRange(jpeg, 2, jpeg.length));
  }

  /** Puts a chunk right behind a PNG's header chunk. */
  public static byte[] withChunk(byte[] png, String type, byte[] content) {
    return concat(
        Arrays.copyOf(png, PNG_HEADER_BYTES),
        chunk(type, content),
        Arrays.copyOfRange(png, PNG_HEADER_BYTES, png.length));
  }

  /** A PNG whose header claims a size, with an image chunk far too short for it. */
  public static byte[] pngClaiming(int width, int height) {
    byte[] header =
        data(
            out -> {
              out.writeInt(width);
              out.writeInt(height);
              out.write(new byte[] {8, 2, 0, 0, 0});
            });
    byte[] signature = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    return concat(
        signature,
        chunk("IHDR", header),
        chunk("IDAT", new byte[] {0x78, 0x01, 0, 0}),
        chunk("IEND", new byte[0]));
  }

  /** An Exif block (from the TIFF header on) that says nothing but the orientation. */
  public static byte[] tiff(int orientation, boolean littleEndian) {
    byte[] big =
        data(
            out -> {
              out.writeBytes("MM");
              out.writeShort(42);
              out.writeInt(8);
              out.writeShort(1);
              out.writeShort(0x0112);
              out.writeShort(3);
              out.writeInt(1);
              out.writeShort(orientation);
              out.writeShort(0);
              out.writeInt(0);
            });
    byte[] little = {
      'I',
      'I',
      42,
      0,
      8,
      0,
      0,
      0,
      1,
      0,
      0x12,
      1,
      3,
      0,
      1,
      0,
      0,
      0,
      (byte) orientation,
      0,
      0,
      0,
      0,
      0,
      0,
      0
    };
    return littleEndian ? little : big;
  }

  /** The same block as JPEG wants it. */
  public static byte[] exif(int orientation, boolean littleEndian) {
    byte[] prefix = "Exif\0\0".getBytes(StandardCharsets.ISO_8859_1);
    return concat(prefix, tiff(orientation, littleEndian));
  }

  public static byte[] concat(byte[]... parts) {
    return data(
        out -> {
          for (byte[] part : parts) {
            out.write(part);
          }
        });
  }

  private static byte[] chunk(String type, byte[] content) {
    byte[] body = concat(type.getBytes(StandardCharsets.ISO_8859_1), content);
    CRC32 crc = new CRC32();
    crc.update(body);
    return data(
        out -> {
          out.writeInt(content.length);
          out.write(body);
          out.writeInt((int) crc.getValue());
        });
  }

  private static byte[] data(DataWriter writer) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      writer.writeTo(new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private interface DataWriter {
    void writeTo(DataOutputStream out) throws IOException;
  }
}

package io.trvae.internal.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What the structure of a file says without decoding a pixel.
 *
 * @param complete whether the file reaches its end mark, or as far as it says it does
 * @param components the colour components of a JPEG frame, 0 where there is none
 * @param scans how many scans a JPEG has, 1 for all others
 * @param orientation the Exif orientation, 1 where there is none
 */
record Outline(boolean complete, int components, int scans, int orientation) {

  private static final String EXIF_PREFIX = "Exif\0\0";

  static Outline of(ImageFormat format, byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return switch (format) {
      case JPEG -> ofJpeg(buffer);
      case PNG -> ofPng(buffer);
      case WEBP -> ofWebp(buffer.order(ByteOrder.LITTLE_ENDIAN));
      case GIF, BMP -> new Outline(true, 0, 1, ExifOrientation.UPRIGHT);
    };
  }

  /** Walks the markers of ITU-T T.81, annex B, to the first end-of-image marker. */
  private static Outline ofJpeg(ByteBuffer buffer) {
    int components = 0;
    int scans = 0;
    int orientation = ExifOrientation.UPRIGHT;
    while (buffer.remaining() >= 2) {
      if (buffer.get() != (byte) 0xff) {
        continue; // entropy-coded data, or bytes that decoders skip too
      }
      int marker = buffer.get() & 0xff;
      if (marker == 0xff) {
        buffer.position(buffer.position() - 1); // fill byte: the marker's own byte follows
      } else if (marker == 0xd9) {
        return new Outline(true, components, scans, orientation);
      } else if (hasSegment(marker)) {
        if (buffer.remaining() < 2) {
          break;
        }
        int length = buffer.getShort(buffer.position()) & 0xffff;
        if (length > buffer.remaining()) {
          break;
        }
        ByteBuffer segment = buffer.slice(buffer.position(), length);
        if (isFrame(marker) && length >= 8) {
          components = segment.get(7) & 0xff;
        } else if (marker == 0xda) {
          scans++;
        } else if (marker == 0xe1 && startsWithExif(segment, 2)) {
          orientation = exif(segment.slice(2, length - 2));
        }
        buffer.position(buffer.position() + length);
      }
    }
    return new Outline(false, components, scans, orientation);
  }

  /** All but stuffed bytes, TEM, restart markers and SOI carry a length. */
  private static boolean hasSegment(int marker) {
    return marker > 0x01 && !(marker >= 0xd0 && marker <= 0xd8);
  }

  /** SOF0 to SOF15 without DHT, JPG and DAC, which lie among them. */
  private static boolean isFrame(int marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
  }

  /** Walks the chunks of a PNG (W3C PNG, third edition, section 5) to IEND. */
  private static Outline ofPng(ByteBuffer buffer) {
    int orientation = ExifOrientation.UPRIGHT;
    buffer.position(8);
    while (buffer.remaining() >= 12) {
      long length = buffer.getInt() & 0xffffffffL;
      String type = name(buffer);
      if (length + 4 > buffer.remaining()) {
        break;
      }
      if (type.equals("IEND")) {
        return new Outline(true, 0, 1, orientation);
      }
      if (type.equals("eXIf")) {
        orientation = exif(buffer.slice(buffer.position(), (int) length));
      }
      buffer.position(buffer.position() + (int) length + 4);
    }
    return new Outline(false, 0, 1, orientation);
  }

  /**
   * Walks the chunks of a WebP (RFC 9649, section 2), as far as its RIFF header says it reaches.
   */
  private static Outline ofWebp(ByteBuffer buffer) {
    int orientation = ExifOrientation.UPRIGHT;
    long end = 8 + (buffer.getInt(4) & 0xffffffffL);
    boolean complete = end <= buffer.limit();
    buffer.position(12);
    while (buffer.remaining() >= 8) {
      String type = name(buffer);
      long length = buffer.getInt() & 0xffffffffL;
      if (length > buffer.remaining()) {
        break;
      }
      if (type.equals("EXIF")) {
        orientation = exif(buffer.slice(buffer.position(), (int) length));
      }
      long padded = length + (length & 1);
      buffer.position(buffer.position() + (int) Math.min(padded, buffer.remaining()));
    }
    return new Outline(complete, 0, 1, orientation);
  }

  private static String name(ByteBuffer buffer) {
    byte[] name = new byte[4];
    buffer.get(name);
    return new String(name, ISO_8859_1);
  }

  /** JPEG prefixes the block; so do some writers of WebP, although its specification doesn't. */
  private static int exif(ByteBuffer block) {
    int start = startsWithExif(block, 0) ? EXIF_PREFIX.length() : 0;
    return ExifOrientation.read(block.slice(start, block.limit() - start));
  }

  private static boolean startsWithExif(ByteBuffer block, int offset) {
    if (block.limit() < offset + EXIF_PREFIX.length()) {
      return false;
    }
    for (int i = 0; i < EXIF_PREFIX.length(); i++) {
      if (block.get(offset + i) != EXIF_PREFIX.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}

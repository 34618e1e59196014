package io.trvae.internal.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The orientation tag of Exif (CIPA DC-008, tag 0x0112 of the first directory): reading and
 * undoing.
 *
 * <p>Values 1 to 8 say where row 0 and column 0 of the stored picture belong; a tag that is missing
 * or makes no sense counts as 1, upright.
 */
final class ExifOrientation {

  static final int UPRIGHT = 1;

  private static final int TAG = 0x0112;
  private static final int TYPE_SHORT = 3;
  private static final int TYPE_LONG = 4;
  private static final int ENTRY_BYTES = 12;

  private ExifOrientation() {}

  /**
   * Finds the tag in a TIFF block.
   *
   * @param tiff the block from its byte-order mark on
   * @return 1 to 8
   */
  static int read(ByteBuffer tiff) {
    if (tiff.limit() < 8) {
      return UPRIGHT;
    }
    switch (tiff.getShort(0)) {
      case 0x4949 -> tiff.order(ByteOrder.LITTLE_ENDIAN);
      case 0x4d4d -> tiff.order(ByteOrder.BIG_ENDIAN);
      default -> {
        return UPRIGHT;
      }
    }
    long directory = tiff.getInt(4) & 0xffffffffL;
    if (tiff.getShort(2) != 42 || directory > tiff.limit() - 2) {
      return UPRIGHT;
    }
    int entries = tiff.getShort((int) directory) & 0xffff;
    for (int i = 0; i < entries; i++) {
      long entry = directory + 2 + (long) i * ENTRY_BYTES;
      if (entry + ENTRY_BYTES > tiff.limit()) {
        return UPRIGHT;
      }
      if ((tiff.getShort((int) entry) & 0xffff) == TAG) {
        return value(tiff, (int) entry);
      }
    }
    return UPRIGHT;
  }

  /** Short is what the standard asks for; some writers use long. */
  private static int value(ByteBuffer tiff, int entry) {
    int value =
        switch (tiff.getShort(entry + 2)) {
          case TYPE_SHORT -> tiff.getShort(entry + 8);
          case TYPE_LONG -> tiff.getInt(entry + 8);
          default -> UPRIGHT;
        };
    return value >= 1 && value <= 8 ? value : UPRIGHT;
  }

  /**
   * Turns a stored picture upright.
   *
   * @param stored the picture as stored
   * @param orientation its tag, 1 to 8
   * @return the picture as it is meant to be seen; its width and height are swapped from 5 on
   */
  static RgbPixels undo(RgbPixels stored, int orientation) {
    if (orientation == UPRIGHT) {
      return stored;
    }
    boolean transposed = orientation >= 5;
    int width = transposed ? stored.height() : stored.width();
    int height = transposed ? stored.width() : stored.height();
    byte[] source = stored.rgb();
    byte[] target = new byte[source.length];
    for (int y = 0, to = 0; y < height; y++) {
      for (int x = 0; x < width; x++, to += 3) {
        int right = width - 1 - x;
        int bottom = height - 1 - y;
        int from =
            3
                * switch (orientation) {
                  case 2 -> y * width + right; // mirrored left to right
                  case 3 -> bottom * width + right; // half turn
                  case 4 -> bottom * width + x; // mirrored top to bottom
                  case 5 -> x * height + y; // transposed
                  case 6 -> right * height + y; // needs a quarter turn clockwise
                  case 7 -> right * height + bottom; // transposed across the other diagonal
                  case 8 -> x * height + bottom; // needs a quarter turn anticlockwise
                  default -> throw new IllegalArgumentException("orientation " + orientation);
                };
        target[to] = source[from];
        target[to + 1] = source[from + 1];
        target[to + 2] = source[from + 2];
      }
    }
    return new RgbPixels(width, height, target);
  }
}

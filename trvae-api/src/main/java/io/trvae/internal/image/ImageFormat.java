package io.trvae.internal.image;

import java.util.Optional;

/** The formats that can be read, told apart by their first bytes and never by a file's name. */
enum ImageFormat {
  JPEG("JPEG"),
  PNG("PNG"),
  GIF("GIF"),
  BMP("BMP"),
  WEBP("WebP");

  /** The name to look plug-ins up by and to show. */
  private final String label;

  ImageFormat(String label) {
    this.label = label;
  }

  static Optional<ImageFormat> of(byte[] bytes) {
    if (startsWith(bytes, 0, "\u00ff\u00d8\u00ff")) {
      return Optional.of(JPEG);
    }
    if (startsWith(bytes, 0, "\u0089PNG\r\n\u001a\n")) {
      return Optional.of(PNG);
    }
    if (startsWith(bytes, 0, "GIF87a") || startsWith(bytes, 0, "GIF89a")) {
      return Optional.of(GIF);
    }
    if (startsWith(bytes, 0, "RIFF") && startsWith(bytes, 8, "WEBP")) {
      return Optional.of(WEBP);
    }
    if (startsWith(bytes, 0, "BM")) {
      return Optional.of(BMP);
    }
    return Optional.empty();
  }

  private static boolean startsWith(byte[] bytes, int offset, String signature) {
    if (bytes.length < offset + signature.length()) {
      return false;
    }
    for (int i = 0; i < signature.length(); i++) {
      if ((bytes[offset + i] & 0xff) != signature.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  String label() {
    return label;
  }
}

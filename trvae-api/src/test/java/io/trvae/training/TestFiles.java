package io.trvae.training;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Pictures, folders and archives for tests. */
final class TestFiles {

  private TestFiles() {}

  /** A plain square of 8 pixels. */
  static byte[] png(int rgb) {
    return picture("png", 8, 8, rgb);
  }

  static byte[] picture(String format, int width, int height, int rgb) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(new Color(rgb));
    graphics.fillRect(0, 0, width, height);
    graphics.dispose();
    return encode(image, format);
  }

  static byte[] encode(BufferedImage image, String format) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      ImageIO.write(image, format, out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void folder(Path folder, Map<String, byte[]> files) throws IOException {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
  }

  static void tar(Path archive, Map<String, byte[]> files) throws IOException {
    try (OutputStream file = Files.newOutputStream(archive);
        OutputStream out = archive.toString().endsWith("r") ? file : new GZIPOutputStream(file);
        TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
      for (Map.Entry<String, byte[]> entry : files.entrySet()) {
        TarArchiveEntry header = new TarArchiveEntry(entry.getKey(), true);
        header.setSize(entry.getValue().length);
        tar.putArchiveEntry(header);
        tar.write(entry.getValue());
        tar.closeArchiveEntry();
      }
    }
  }

  /** The colour of an image's first pixel. */
  static int colour(DomainDataset dataset, int domain, int index) {
    int plane = dataset.imageSize() * dataset.imageSize();
    float[] image = new float[3 * plane];
    dataset.copyTo(domain, index, image, 0, false);
    return Math.round(image[0] * 255) << 16
        | Math.round(image[plane] * 255) << 8
        | Math.round(image[2 * plane] * 255);
  }

  static int[] colours(DomainDataset dataset, int domain) {
    int[] colours = new int[dataset.size(domain)];
    for (int i = 0; i < colours.length; i++) {
      colours[i] = colour(dataset, domain, i);
    }
    return colours;
  }
}

package io.trvae.samples.morph;

import io.trvae.RgbImage;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOInvalidTreeException;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Writes films as animated GIF, which every browser shows and repeats.
 *
 * <p>Each frame has a palette of its own, by {@link Palette}. Left to itself the JDK's writer
 * reduces colours too, by an octree: on faces of 64 to 512 pixels its error is larger by 1.7 to 3.6
 * dB.
 */
public final class AnimatedGif {

  /** GIF counts time in hundredths of a second. */
  private static final int UNIT_MILLIS = 10;

  /** Of no palette: from these metadata the writer takes each frame's own. */
  private static final ImageTypeSpecifier RGB =
      ImageTypeSpecifier.createFromBufferedImageType(BufferedImage.TYPE_INT_RGB);

  /** GIF has two bytes for a side. */
  private static final int MAX_SIDE = 65_535;

  private AnimatedGif() {}

  /**
   * Writes a film that repeats for ever.
   *
   * @param frames at least one, all of one size, at most 65535 pixels on each side
   * @param delay how long each frame is shown, in steps of 10 ms; browsers show what is below 20 ms
   *     more slowly
   * @param out where to; flushed, left open
   * @throws IOException if writing fails
   * @throws IllegalArgumentException if there is no frame, or they differ in size, or are too large
   */
  public static void write(List<RgbImage> frames, Duration delay, OutputStream out)
      throws IOException {
    check(frames);
    ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
    // Not ImageIO.createImageOutputStream: that one may put a cache file on the disk.
    try (ImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
      writer.setOutput(stream);
      writer.prepareWriteSequence(null);
      for (RgbImage frame : frames) {
        BufferedImage reduced = Palette.reduce(frame);
        IIOMetadata metadata = writer.getDefaultImageMetadata(RGB, null);
        animate(metadata, delay);
        writer.writeToSequence(new IIOImage(reduced, null, metadata), null);
      }
      writer.endWriteSequence();
    } finally {
      writer.dispose();
    }
    out.flush();
  }

  private static void check(List<RgbImage> frames) {
    if (frames.isEmpty()) {
      throw new IllegalArgumentException("A film needs at least one frame");
    }
    RgbImage first = frames.get(0);
    if (first.width() > MAX_SIDE || first.height() > MAX_SIDE) {
      throw new IllegalArgumentException(
          "A side of " + first + " has more pixels than the " + MAX_SIDE + " of a GIF");
    }
    for (RgbImage frame : frames) {
      if (frame.width() != first.width() || frame.height() != first.height()) {
        throw new IllegalArgumentException(
            "Frames differ in size: " + first + " and " + frame + "; resize them");
      }
    }
  }

  /** Sets the delay, and the extension by which films repeat, as Netscape Navigator defined it. */
  private static void animate(IIOMetadata metadata, Duration delay) throws IIOInvalidTreeException {
    IIOMetadataNode root = new IIOMetadataNode(metadata.getNativeMetadataFormatName());
    IIOMetadataNode control = new IIOMetadataNode("GraphicControlExtension");
    control.setAttribute("disposalMethod", "none");
    control.setAttribute("userInputFlag", "FALSE");
    control.setAttribute("transparentColorFlag", "FALSE");
    control.setAttribute("transparentColorIndex", "0");
    control.setAttribute("delayTime", Long.toString(delay.toMillis() / UNIT_MILLIS));
    root.appendChild(control);
    IIOMetadataNode repeat = new IIOMetadataNode("ApplicationExtension");
    repeat.setAttribute("applicationID", "NETSCAPE");
    repeat.setAttribute("authenticationCode", "2.0");
    repeat.setUserObject(new byte[] {1, 0, 0});
    IIOMetadataNode extensions = new IIOMetadataNode("ApplicationExtensions");
    extensions.appendChild(repeat);
    root.appendChild(extensions);
    metadata.mergeTree(metadata.getNativeMetadataFormatName(), root);
  }
}

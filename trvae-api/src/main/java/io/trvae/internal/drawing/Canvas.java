package io.trvae.internal.drawing;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import org.jspecify.annotations.Nullable;

/**
 * A white picture to draw on, with text that is left out where Java has no fonts: stripped-down
 * installations throw as soon as a font is touched, and a picture without titles is better than
 * none.
 */
public final class Canvas implements AutoCloseable {

  /** The colour of text. */
  public static final Color INK = new Color(0x33, 0x33, 0x33);

  private final BufferedImage image;
  private final Graphics2D graphics;
  private final @Nullable FontMetrics metrics;

  /**
   * Creates a canvas.
   *
   * @param width pixels
   * @param height pixels
   * @param fontSize the height of the text's em square in pixels
   */
  public Canvas(int width, int height, int fontSize) {
    image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    graphics = image.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, width, height);
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    metrics = metrics(graphics, new Font(Font.SANS_SERIF, Font.PLAIN, fontSize));
  }

  private static @Nullable FontMetrics metrics(Graphics2D graphics, Font font) {
    try {
      graphics.setFont(font);
      FontMetrics metrics = graphics.getFontMetrics();
      // Measuring loads the font, which is where a missing one shows.
      return metrics.stringWidth("x") > 0 ? metrics : null;
    } catch (RuntimeException | LinkageError | InternalError noFonts) {
      return null;
    }
  }

  /**
   * Returns the picture.
   *
   * @return the picture itself, not a copy
   */
  public BufferedImage image() {
    return image;
  }

  /**
   * Returns what shapes are drawn with.
   *
   * @return the graphics, smoothing edges
   */
  public Graphics2D graphics() {
    return graphics;
  }

  /**
   * Returns the height of a line of text.
   *
   * @return pixels, 0 without fonts
   */
  public int textHeight() {
    return metrics == null ? 0 : metrics.getAscent() + metrics.getDescent();
  }

  /**
   * Measures a text.
   *
   * @param text one line
   * @return its width in pixels, 0 without fonts
   */
  public int textWidth(String text) {
    return metrics == null ? 0 : metrics.stringWidth(text);
  }

  /**
   * Writes a text, shortened where it is too long.
   *
   * @param text one line
   * @param x the left edge of the room for it
   * @param y the top edge
   * @param width how much room there is
   * @param alignment where it goes within the room: 0 left, 0.5 centre, 1 right
   */
  public void text(String text, int x, int y, int width, double alignment) {
    if (metrics == null) {
      return;
    }
    String fitting = shorten(text, width, metrics);
    int room = width - metrics.stringWidth(fitting);
    graphics.setColor(INK);
    graphics.drawString(fitting, x + (int) (alignment * room), y + metrics.getAscent());
  }

  private static String shorten(String text, int width, FontMetrics metrics) {
    String fitting = text;
    for (int end = text.length() - 1; end > 0 && metrics.stringWidth(fitting) > width; end--) {
      fitting = text.substring(0, end) + "\u2026";
    }
    return fitting;
  }

  /** Frees the graphics; the picture stays. */
  @Override
  public void close() {
    graphics.dispose();
  }
}

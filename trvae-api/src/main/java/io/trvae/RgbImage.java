package io.trvae;

/**
 * Placeholder.
 *
 * @since 0.1.0
 */
public final class RgbImage {
  private RgbImage() {}
}

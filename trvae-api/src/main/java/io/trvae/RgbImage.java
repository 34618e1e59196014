package io.trvae;

/** Placeholder. */
public final class RgbImage {
  private RgbImage() {}
}

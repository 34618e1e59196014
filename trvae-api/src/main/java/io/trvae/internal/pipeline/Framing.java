package io.trvae.internal.pipeline;

import io.trvae.OutputSize;
import io.trvae.RgbImage;

/** Cuts and resizes images for the model, and the model's images for the caller. */
final class Framing {

  private final int modelSize;

  Framing(int modelSize) {
    this.modelSize = modelSize;
  }

  /** Returns the side of the model's images. */
  int modelSize() {
    return modelSize;
  }

  /** Returns the central square at the model's size. */
  RgbImage toModel(RgbImage image) {
    return resize(image.centreSquare(), modelSize);
  }

  /** Resizes what the model has drawn from {@code input} to what the caller wants. */
  RgbImage toOutput(RgbImage drawn, OutputSize size, RgbImage input) {
    if (size instanceof OutputSize.OfInput) {
      return resize(drawn, Math.min(input.width(), input.height()));
    }
    return size instanceof OutputSize.Pixels pixels ? resize(drawn, pixels.side()) : drawn;
  }

  private static RgbImage resize(RgbImage square, int side) {
    return square.width() == side ? square : square.resize(side, side);
  }
}

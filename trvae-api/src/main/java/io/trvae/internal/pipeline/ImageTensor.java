package io.trvae.internal.pipeline;

import io.trvae.RgbImage;
import java.util.ArrayList;
import java.util.List;

/** Images as the numbers of a network and back: {@code [batch, 3, size, size]} in [0, 1]. */
final class ImageTensor {

  private final int size;

  ImageTensor(int size) {
    this.size = size;
  }

  /** Lays out images of this size one behind the other. */
  float[] ofImages(List<RgbImage> images) {
    float[] values = new float[length(images.size())];
    for (int i = 0; i < images.size(); i++) {
      images.get(i).copyFloatsTo(values, length(i));
    }
    return values;
  }

  /** Cuts a batch into images; values outside [0, 1] are clipped. */
  List<RgbImage> toImages(float[] values, int batch) {
    List<RgbImage> images = new ArrayList<>(batch);
    for (int i = 0; i < batch; i++) {
      images.add(RgbImage.ofFloats(size, size, values, length(i)));
    }
    return images;
  }

  /** Returns how many numbers a batch has. */
  int length(int batch) {
    return Math.multiplyExact(batch, 3 * size * size);
  }
}

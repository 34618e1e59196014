package io.trvae.internal.pipeline;

import io.trvae.Latent;
import io.trvae.Levels;
import io.trvae.RgbImage;
import io.trvae.model.ModelSpec;
import java.util.Arrays;

/** The arrays that a backend is given, for batches of one size. */
final class Workspace {

  final int batch;
  final float[] images;
  final float[] labels;

  /** Latent means; for the decoder also what was drawn instead. */
  final float[] codes;

  final float[] logVars;
  private final int imageSize;

  Workspace(int batch, ModelSpec spec) {
    this.batch = batch;
    this.imageSize = spec.imageSize();
    images = new float[Math.multiplyExact(batch, 3 * imageSize * imageSize)];
    labels = new float[batch * spec.domains().size()];
    codes = new float[batch * spec.network().latentSize()];
    logVars = new float[codes.length];
  }

  /** Takes an image of the model's size. */
  void setImage(int index, RgbImage image) {
    image.copyFloatsTo(images, index * (images.length / batch));
  }

  /** Returns an image; its values are gone then. */
  RgbImage image(int index, Levels levels) {
    int size = images.length / batch;
    if (levels == Levels.STRETCHED) {
      stretch(index * size, (index + 1) * size);
    }
    return RgbImage.ofFloats(imageSize, imageSize, images, index * size);
  }

  private void stretch(int from, int to) {
    float min = Float.POSITIVE_INFINITY;
    float max = Float.NEGATIVE_INFINITY;
    for (int i = from; i < to; i++) {
      min = Math.min(min, images[i]);
      max = Math.max(max, images[i]);
    }
    if (min < max) {
      for (int i = from; i < to; i++) {
        images[i] = (images[i] - min) / (max - min);
      }
    }
  }

  void setLabel(int index, float[] weights) {
    System.arraycopy(weights, 0, labels, index * weights.length, weights.length);
  }

  void setCode(int index, Latent latent) {
    float[] mean = latent.mean();
    System.arraycopy(mean, 0, codes, index * mean.length, mean.length);
  }

  Latent latent(int index) {
    return batch == 1
        ? Latent.of(codes, logVars)
        : Latent.of(row(codes, index), row(logVars, index));
  }

  private float[] row(float[] values, int index) {
    int length = values.length / batch;
    return Arrays.copyOfRange(values, index * length, (index + 1) * length);
  }
}

package io.trvae.internal.pipeline;

import io.trvae.Latent;
import io.trvae.Levels;
import io.trvae.RgbImage;
import io.trvae.model.ModelSpec;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The arrays that a backend is given, for batches of one size. */
final class Workspace {

  final int batch;
  final float[] labels;

  /** Latent means; for the decoder also what was drawn instead. */
  final float[] codes;

  final float[] logVars;
  private final int imageSize;
  private final int imageLength;
  private float @Nullable [] images;

  Workspace(int batch, ModelSpec spec) {
    this.batch = batch;
    this.imageSize = spec.imageSize();
    imageLength = 3 * imageSize * imageSize;
    labels = new float[batch * spec.domains().size()];
    codes = new float[batch * spec.network().latentSize()];
    logVars = new float[codes.length];
  }

  /** Returns the values of an image. */
  int imageLength() {
    return imageLength;
  }

  /** Returns the images' values; most of the memory, and not for whoever sends pictures' bytes. */
  float[] images() {
    if (images == null) {
      images = new float[Math.multiplyExact(batch, imageLength)];
    }
    return images;
  }

  /** Takes an image of the model's size. */
  void setImage(int index, RgbImage image) {
    image.copyFloatsTo(images(), index * imageLength);
  }

  /** Returns an image; its values are gone then. */
  RgbImage image(int index, Levels levels) {
    float[] values = images();
    if (levels == Levels.STRETCHED) {
      stretch(values, index * imageLength, (index + 1) * imageLength);
    }
    return RgbImage.ofFloats(imageSize, imageSize, values, index * imageLength);
  }

  private static void stretch(float[] values, int from, int to) {
    float min = Float.POSITIVE_INFINITY;
    float max = Float.NEGATIVE_INFINITY;
    for (int i = from; i < to; i++) {
      min = Math.min(min, values[i]);
      max = Math.max(max, values[i]);
    }
    if (min < max) {
      for (int i = from; i < to; i++) {
        values[i] = (values[i] - min) / (max - min);
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

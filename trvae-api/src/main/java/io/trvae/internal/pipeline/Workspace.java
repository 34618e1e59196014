package io.trvae.internal.pipeline;

import io.trvae.Latent;
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

  /** Returns an image; values outside [0, 1] are clipped. */
  RgbImage image(int index) {
    return RgbImage.ofFloats(imageSize, imageSize, images, index * (images.length / batch));
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

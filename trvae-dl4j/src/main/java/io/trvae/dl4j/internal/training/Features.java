package io.trvae.dl4j.internal.training;

import io.trvae.dl4j.internal.onednn.NativeTensor;
import io.trvae.dl4j.internal.onednn.OneDnn;
import io.trvae.network.Shape;
import io.trvae.spi.training.TrainingFeatures;
import java.nio.FloatBuffer;
import org.bytedeco.dnnl.memory;
import org.jspecify.annotations.Nullable;

/** A batch of features on a tape, with the gradient of the loss by them. */
public final class Features implements TrainingFeatures {

  private final OneDnn oneDnn;
  private final int batch;
  private final Shape shape;
  private final NativeTensor value;
  private final boolean needsGradient;
  private @Nullable GradientSum gradient;

  /**
   * Allocates features.
   *
   * @param shape of one image
   * @param layout of the whole batch
   * @param needsGradient whether a trained parameter stands before these features
   */
  Features(OneDnn oneDnn, int batch, Shape shape, memory.desc layout, boolean needsGradient) {
    this.oneDnn = oneDnn;
    this.batch = batch;
    this.shape = shape;
    this.value = oneDnn.allocate(layout);
    this.needsGradient = needsGradient;
  }

  /** Allocates features in row-major order. */
  static Features plain(OneDnn oneDnn, int batch, Shape shape, boolean needsGradient) {
    return new Features(oneDnn, batch, shape, oneDnn.plain(dims(batch, shape)), needsGradient);
  }

  /** Returns the axes of a batch: two for vectors, four for images. */
  static long[] dims(int batch, Shape shape) {
    return shape.isFlat() ? new long[] {batch, shape.channels()} : imageDims(batch, shape);
  }

  /** Returns four axes, of 1x1 images too, as a convolution wants them. */
  static long[] imageDims(int batch, Shape shape) {
    return new long[] {batch, shape.channels(), shape.height(), shape.width()};
  }

  @Override
  public int batch() {
    return batch;
  }

  @Override
  public Shape shape() {
    return shape;
  }

  /** Returns the axes of the value: four for images, 1x1 ones after a convolution too. */
  long[] dims() {
    return hasFourAxes() ? imageDims(batch, shape) : dims(batch, shape);
  }

  boolean hasFourAxes() {
    return value.description().get_ndims() == 4;
  }

  /** Tells whether the value is in row-major order, with two axes for a vector. */
  boolean isPlain() {
    return value.isLike(oneDnn.plain(dims(batch, shape)));
  }

  /** Tells whether the channels of a pixel are neighbours in memory. */
  boolean isChannelsLast() {
    return hasFourAxes() && value.isLike(oneDnn.channelsLast(dims()));
  }

  NativeTensor value() {
    return value;
  }

  boolean needsGradient() {
    return needsGradient;
  }

  /** Returns the gradient, in the layout of the value; complete once all consumers have run. */
  NativeTensor gradient() {
    if (gradient == null) {
      throw new IllegalStateException("Nothing writes the gradient of features " + shape);
    }
    return gradient.sum();
  }

  /** Row-major features alone can be written and read from outside. */
  @Override
  public void put(float[] values) {
    plainFloats().put(values);
  }

  @Override
  public void get(float[] values) {
    plainFloats().get(values);
  }

  private FloatBuffer plainFloats() {
    if (!isPlain()) {
      throw new IllegalStateException("Features " + shape + " are not in row-major order");
    }
    return value.floats();
  }

  @Override
  public GradientSum.Part claimGradientPart() {
    if (gradient == null) {
      gradient = new GradientSum(oneDnn, oneDnn.allocate(new memory.desc(value.description())));
    }
    return gradient.claim();
  }
}

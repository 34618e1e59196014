package io.trvae.cuda.internal.training;

import io.trvae.cuda.internal.gpu.GpuResources;
import io.trvae.cuda.internal.kernels.Arguments;
import io.trvae.network.Shape;
import io.trvae.spi.training.TrainingFeatures;
import org.jspecify.annotations.Nullable;

/**
 * A batch of features on a GPU: pixel by pixel, the channels of a pixel side by side, their number
 * rounded up to fill whole vectors. What is beyond them is 0.
 */
public final class GpuFeatures implements TrainingFeatures {

  private static final int VECTOR = 4;

  private final Device device;
  private final GpuResources owner;
  private final int batch;
  private final Shape shape;
  private final boolean needsGradient;
  private final long value;
  private @Nullable GradientSum gradient;
  private @Nullable HostBuffer planes;

  /**
   * Allocates features.
   *
   * @param owner frees them
   * @param shape of one image
   * @param needsGradient whether a trained parameter stands before these features
   */
  GpuFeatures(Device device, GpuResources owner, int batch, Shape shape, boolean needsGradient) {
    this.device = device;
    this.owner = owner;
    this.batch = batch;
    this.shape = shape;
    this.needsGradient = needsGradient;
    value = device.allocate(owner, count());
  }

  /** Allocates features of this batch size. */
  GpuFeatures like(Shape other, boolean needGradient) {
    return new GpuFeatures(device, owner, batch, other, needGradient);
  }

  /** Returns the channels of a pixel in memory. */
  static int stride(int channels) {
    return (channels + VECTOR - 1) / VECTOR * VECTOR;
  }

  @Override
  public int batch() {
    return batch;
  }

  @Override
  public Shape shape() {
    return shape;
  }

  int channels() {
    return shape.channels();
  }

  int stride() {
    return stride(shape.channels());
  }

  int vectors() {
    return stride() / VECTOR;
  }

  /** Returns the pixels of an image. */
  int area() {
    return shape.height() * shape.width();
  }

  /** Returns the pixels of all images. */
  int pixels() {
    return batch * area();
  }

  /** Returns the floats in memory. */
  long count() {
    return (long) pixels() * stride();
  }

  long value() {
    return value;
  }

  boolean needsGradient() {
    return needsGradient;
  }

  /** Returns the gradient's address; complete once all consumers have run. */
  long gradient() {
    if (gradient == null) {
      throw new IllegalStateException("Nothing writes the gradient of features " + shape);
    }
    return gradient.sum();
  }

  @Override
  public GradientSum.Part claimGradientPart() {
    if (gradient == null) {
      gradient = new GradientSum(device, owner, device.allocate(owner, count()), count(), this);
    }
    return gradient.claim();
  }

  @Override
  public void put(float[] values) {
    putInto(value, values);
  }

  /** Copies values to features' memory, this batch's or its gradient's. */
  void putInto(long address, float[] values) {
    HostBuffer buffer = planes();
    buffer.put(values);
    relayout(buffer.address(), address, values.length / shape.size(), false);
  }

  @Override
  public void get(float[] values) {
    HostBuffer buffer = planes();
    relayout(value, buffer.address(), batch, true);
    device.download(buffer.address(), values);
  }

  private HostBuffer planes() {
    if (planes == null) {
      planes = new HostBuffer(device, owner, (long) batch * shape.size());
    }
    return planes;
  }

  private void relayout(long from, long to, int images, boolean toPlanes) {
    relayout(device, this, from, to, images, shape.size(), toPlanes);
  }

  /**
   * Queues a copy between features' order and that of planes.
   *
   * @param features their shape counts
   * @param imageStride from one image in planes to the next
   */
  static void relayout(
      Device device,
      GpuFeatures features,
      long from,
      long to,
      int images,
      int imageStride,
      boolean toPlanes) {
    long count = (long) images * features.shape.size();
    device.launch(
        "relayout",
        count,
        new Arguments()
            .addresses(from, to, count)
            .numbers(features.channels(), features.area(), features.stride(), imageStride)
            .numbers(toPlanes ? 1 : 0));
  }
}

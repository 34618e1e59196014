package io.trvae.cuda.internal.training;

import io.trvae.cuda.internal.gpu.GpuResources;
import io.trvae.spi.training.ParameterLayout;
import io.trvae.spi.training.TrainingParameters;

/** The arrays of a network on a GPU. */
public final class GpuParameters implements TrainingParameters {

  private final Device device;
  private final GpuResources resources = new GpuResources();
  private final ParameterLayout layout;
  private final long values;
  private final long gradients;

  GpuParameters(Device device, ParameterLayout layout) {
    this.device = device;
    this.layout = layout;
    values = device.allocate(resources, layout.size());
    gradients = device.allocate(resources, layout.trainedSize());
  }

  @Override
  public ParameterLayout layout() {
    return layout;
  }

  /** Returns where all arrays begin. */
  long values() {
    return values;
  }

  /** Returns where the trained arrays' gradients begin. */
  long allGradients() {
    return gradients;
  }

  /** Returns the address of an array. */
  long value(String name) {
    return values + (long) layout.offset(name) * Float.BYTES;
  }

  /** Returns the address of a trained array's gradient. */
  long gradient(String name) {
    return gradients + (long) layout.offset(name) * Float.BYTES;
  }

  @Override
  public float[] toArray() {
    return device.download(values, layout.size());
  }

  @Override
  public void fill(float[] vector) {
    device.upload(vector, values);
  }

  @Override
  public float[] gradients() {
    return device.download(gradients, layout.trainedSize());
  }

  @Override
  public void close() {
    device.close(resources);
  }
}

package io.trvae.cuda.internal.training;

import io.trvae.cuda.internal.gpu.GpuResources;
import io.trvae.cuda.internal.gpu.Grid;
import io.trvae.cuda.internal.kernels.Arguments;
import io.trvae.spi.training.RowComparison;

/** Compares rows that the host has, on a GPU: the work grows with the number of pairs. */
final class GpuRowComparison implements RowComparison {

  private final Device device;
  private final GpuResources owner;
  private final long partial;
  private long memory;
  private long size;

  GpuRowComparison(Device device, GpuResources owner) {
    this.device = device;
    this.owner = owner;
    partial = device.allocate(owner, Device.PARTS);
  }

  @Override
  public double compare(
      float[] rows,
      int width,
      double[] coefficients,
      double[] bandwidths,
      double factor,
      float[] gradient) {
    float[] sent = new float[coefficients.length + bandwidths.length];
    for (int i = 0; i < coefficients.length; i++) {
      sent[i] = (float) coefficients[i];
    }
    for (int i = 0; i < bandwidths.length; i++) {
      sent[coefficients.length + i] = (float) (1 / (2 * bandwidths[i]));
    }
    long here = memory((long) rows.length + sent.length + coefficients.length + gradient.length);
    long weights = here + (long) rows.length * Float.BYTES;
    long scales = weights + (long) coefficients.length * Float.BYTES;
    long steps = scales + (long) bandwidths.length * Float.BYTES;
    long to = steps + (long) coefficients.length * Float.BYTES;
    device.upload(rows, here);
    device.upload(sent, weights);
    Arguments arguments =
        new Arguments()
            .addresses(here, weights, scales, steps, partial, to)
            .numbers(gradient.length / width, rows.length / width, width, bandwidths.length)
            .factors((float) factor);
    device.launch("compare_pairs", new Grid(Device.PARTS, 1, 1), arguments);
    device.launch("compare_pairs_back", gradient.length, arguments);
    float[] result = device.download(to, gradient.length);
    for (int i = 0; i < result.length; i++) {
      gradient[i] += result[i];
    }
    return device.sum(partial, Device.PARTS);
  }

  /** The memory of batches grows in the first steps. */
  private long memory(long floats) {
    if (floats > size) {
      size = 2 * floats;
      memory = device.allocate(owner, size);
    }
    return memory;
  }
}

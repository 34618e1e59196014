package io.trvae.cuda.internal.training;

import io.trvae.cuda.internal.gpu.GpuResources;
import io.trvae.cuda.internal.gpu.Grid;
import io.trvae.cuda.internal.kernels.Arguments;

/**
 * Differences of features, absolute or squared.
 *
 * @param count floats to compare
 * @param elements of these that are no padding
 * @param partial address of what the blocks leave
 */
record Comparison(Device device, boolean squared, long count, long elements, long partial) {

  static Comparison of(
      Device device, GpuResources owner, boolean squared, long count, long elements) {
    return new Comparison(device, squared, count, elements, device.allocate(owner, Device.PARTS));
  }

  /** Queues measuring. */
  void queue(long estimate, long target) {
    device.launch(
        "compare", new Grid(Device.PARTS, 1, 1), arguments(estimate, target, 0, false, 0));
  }

  /** Returns half of the mean squared difference, or the mean absolute one. */
  double value() {
    double mean = device.sum(partial, Device.PARTS) / elements;
    return squared ? 0.5 * mean : mean;
  }

  /**
   * Queues the gradient.
   *
   * @param adds whether to add to what is there
   */
  void queueGradient(long estimate, long target, double weight, boolean adds, long to) {
    device.launch(
        "compare_back", count, arguments(estimate, target, to, adds, (float) (weight / elements)));
  }

  private Arguments arguments(long estimate, long target, long to, boolean adds, float slope) {
    return new Arguments()
        .addresses(estimate, target, partial, to, count)
        .numbers(squared ? 1 : 0, adds ? 1 : 0)
        .factors(slope);
  }
}

package io.trvae.cuda.internal.training;

import io.trvae.cuda.internal.kernels.Arguments;

/**
 * {@code a * first + b * second + k}, with coefficients for each channel.
 *
 * @param features whose shape counts
 * @param perImage whether each image has coefficients of its own
 */
record Blend(Device device, GpuFeatures features, boolean perImage) {

  /**
   * Queues it.
   *
   * @param second or 0, and {@code b} does not count then
   * @param k or 0
   */
  void queue(long first, long second, long a, long b, long k, long to) {
    device.launch(
        "blend",
        features.count(),
        new Arguments()
            .addresses(first, second, a, b, k, to, features.count())
            .numbers(features.channels(), features.stride(), features.area())
            .numbers(perImage ? features.stride() : 0));
  }
}

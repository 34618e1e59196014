package io.trvae.samples.benchmark;

/**
 * One measured number.
 *
 * @param benchmark what was measured
 * @param value the number
 * @param unit its unit
 */
record Reading(String benchmark, double value, String unit) {

  static Reading milliseconds(String benchmark, double value) {
    return new Reading(benchmark, value, "ms/call");
  }

  static Reading imagesPerSecond(String benchmark, double value) {
    return new Reading(benchmark, value, "images/s");
  }
}

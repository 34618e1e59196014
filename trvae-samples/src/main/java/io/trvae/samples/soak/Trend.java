package io.trvae.samples.soak;

import java.util.List;
import java.util.function.ToLongFunction;

/** Straight lines through samples. */
public final class Trend {

  private Trend() {}

  /**
   * Fits a line by least squares.
   *
   * @param samples two at least, not all after the same number of transfers
   * @param memory which of their figures
   * @return by how many bytes it grows with each transfer
   */
  public static double perTransfer(
      List<MemorySample> samples, ToLongFunction<MemorySample> memory) {
    double meanTransfers =
        samples.stream().mapToLong(MemorySample::transfers).average().orElseThrow();
    double meanMemory = samples.stream().mapToLong(memory).average().orElseThrow();
    double products = 0;
    double squares = 0;
    for (MemorySample sample : samples) {
      double distance = sample.transfers() - meanTransfers;
      products += distance * (memory.applyAsLong(sample) - meanMemory);
      squares += distance * distance;
    }
    return products / squares;
  }
}

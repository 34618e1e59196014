package io.trvae.cuda.internal.kernels;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The text of the kernels, from the resources beside this class. */
final class KernelSource {

  /** What inference needs. */
  static final String INFERENCE = "kernels.cu";

  /** That, and what training needs. */
  static final String TRAINING = "training.cu";

  static final List<String> HEADERS =
      List.of(
          INFERENCE,
          "convolve.cuh",
          "elements.cuh",
          "elementwise.cuh",
          "losses.cuh",
          "multiply.cuh",
          "optimiser.cuh",
          "pack.cuh",
          "pool.cuh",
          "spectral.cuh",
          "statistics.cuh",
          "weights.cuh");

  private KernelSource() {}

  static String read(String name) {
    try (InputStream in = KernelSource.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("The resource " + name + " is missing beside this class");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

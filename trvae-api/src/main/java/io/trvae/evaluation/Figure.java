package io.trvae.evaluation;

import java.util.Objects;

/**
 * One number of an evaluation.
 *
 * @param metric what was measured, such as {@code sharpness}
 * @param from the domain of the inputs, or {@link #ALL}
 * @param to the domain of the outputs, or {@link #ALL}
 * @param value the value, in the metric's unit; may be NaN or infinite where the metric says so
 * @param error its standard error, NaN where unknown
 * @since 0.1.0
 */
public record Figure(String metric, String from, String to, double value, double error) {

  /** Stands for all domains together; no domain can have this name. */
  public static final String ALL = "*";

  /** Checks that all names are there. */
  public Figure {
    Objects.requireNonNull(metric, "metric");
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(to, "to");
  }
}

package io.trvae.dl4j.internal.training;

import io.trvae.dl4j.internal.onednn.NativeTensor;
import io.trvae.dl4j.internal.onednn.OneDnn;
import java.util.HashMap;
import java.util.Map;

/**
 * A network's parameters as oneDNN sees them. A network may stand on a tape several times; the
 * gradients of all places are summed.
 */
final class ParameterViews {

  private final OneDnn oneDnn;
  private final Parameters parameters;
  private final Map<String, GradientSum> gradients = new HashMap<>();

  ParameterViews(OneDnn oneDnn, Parameters parameters) {
    this.oneDnn = oneDnn;
    this.parameters = parameters;
  }

  /** Returns an array's values, with axes of the caller's choice. */
  NativeTensor value(String name, long... dims) {
    return parameters.value(oneDnn, name, dims);
  }

  /** Returns the sum to which gradients by an array are to be added. */
  GradientSum gradient(String name, long... dims) {
    return gradients.computeIfAbsent(
        name, key -> new GradientSum(oneDnn, parameters.gradient(oneDnn, key, dims)));
  }
}

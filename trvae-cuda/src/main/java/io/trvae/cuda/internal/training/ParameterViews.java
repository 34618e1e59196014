package io.trvae.cuda.internal.training;

import io.trvae.cuda.internal.gpu.GpuResources;
import java.util.HashMap;
import java.util.Map;

/**
 * A network's parameters as its operations see them. A network may stand on a tape several times;
 * the gradients of all places are summed.
 */
final class ParameterViews {

  private final Device device;
  private final GpuResources owner;
  private final GpuParameters parameters;
  private final Map<String, GradientSum> gradients = new HashMap<>();

  ParameterViews(Device device, GpuResources owner, GpuParameters parameters) {
    this.device = device;
    this.owner = owner;
    this.parameters = parameters;
  }

  /** Returns the address of an array's values. */
  long value(String name) {
    return parameters.value(name);
  }

  /** Returns the sum to which gradients by an array are to be added. */
  GradientSum gradient(String name) {
    return gradients.computeIfAbsent(
        name,
        key ->
            new GradientSum(
                device, owner, parameters.gradient(key), parameters.layout().length(key), null));
  }
}

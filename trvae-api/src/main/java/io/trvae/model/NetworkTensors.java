package io.trvae.model;

import io.trvae.ErrorCode;
import io.trvae.ModelException;
import io.trvae.network.Parameter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Checks that tensors are those of a network. */
final class NetworkTensors {

  private NetworkTensors() {}

  /**
   * Puts tensors in the order of a network's parameters.
   *
   * @param subject what messages call the model
   * @return one tensor per parameter, unmodifiable
   * @throws ModelException if a parameter is missing, of the wrong shape, or unknown to the network
   */
  static Map<String, Tensor> inOrder(
      List<Parameter> parameters, Map<String, Tensor> tensors, String subject) {
    Map<String, Tensor> ordered = new LinkedHashMap<>();
    for (Parameter parameter : parameters) {
      Tensor tensor = tensors.get(parameter.name());
      if (tensor == null) {
        throw invalid(subject, "lacks the tensor '" + parameter.name() + "'");
      }
      if (!tensor.shape().equals(parameter.shape())) {
        throw invalid(
            subject,
            "has the tensor '"
                + parameter.name()
                + "' in shape "
                + tensor.shape()
                + " where the network needs "
                + parameter.shape());
      }
      ordered.put(parameter.name(), tensor);
    }
    if (tensors.size() > ordered.size()) {
      TreeSet<String> unknown = new TreeSet<>(tensors.keySet());
      unknown.removeAll(ordered.keySet());
      throw invalid(subject, "has tensors that its network does not know: " + unknown);
    }
    return Collections.unmodifiableMap(ordered);
  }

  private static ModelException invalid(String subject, String fault) {
    return new ModelException(
        ErrorCode.MODEL_INVALID,
        subject
            + " "
            + ModelFile.printable(fault)
            + "; it was written for another network or damaged");
  }
}

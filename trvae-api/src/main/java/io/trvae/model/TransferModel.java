package io.trvae.model;

import io.trvae.ModelException;
import io.trvae.network.Network;
import java.util.Map;

/**
 * A trained model: what it is, its weights, and where they come from.
 *
 * <p>Immutable and thread-safe. {@link ModelFile} reads and writes it.
 *
 * @since 0.1.0
 */
public final class TransferModel {

  private final ModelSpec spec;
  private final Network network;
  private final Map<String, Tensor> tensors;
  private final Provenance provenance;

  /**
   * Puts a model together.
   *
   * @param spec what the model is
   * @param tensors one tensor per parameter of the spec's network, by name
   * @param provenance where the weights come from
   * @throws ModelException if a parameter is missing, of the wrong shape, or unknown to the network
   */
  public TransferModel(ModelSpec spec, Map<String, Tensor> tensors, Provenance provenance) {
    this(spec, tensors, provenance, "A model");
  }

  /** Does the same; exceptions call the model by the given subject. */
  TransferModel(
      ModelSpec spec, Map<String, Tensor> tensors, Provenance provenance, String subject) {
    this.spec = spec;
    this.network = spec.network().network();
    this.provenance = provenance;
    this.tensors =
        NetworkTensors.inOrder(
            network.parameters(),
            tensors,
            subject + " of architecture " + spec.network().architecture().id());
  }

  /**
   * Returns what the model is.
   *
   * @return architecture, sizes and domains
   */
  public ModelSpec spec() {
    return spec;
  }

  /**
   * Returns the network, layer by layer.
   *
   * @return the description that the tensors belong to
   */
  public Network network() {
    return network;
  }

  /**
   * Returns where the weights come from.
   *
   * @return data, configuration, time, versions, metrics and licence
   */
  public Provenance provenance() {
    return provenance;
  }

  /**
   * Returns all weights.
   *
   * @return the tensors by parameter name, in the order of the network's layers; unmodifiable
   */
  public Map<String, Tensor> tensors() {
    return tensors;
  }

  /**
   * Returns one array of weights.
   *
   * @param name a parameter's name
   * @return its tensor
   * @throws IllegalArgumentException if the network has no such parameter
   */
  public Tensor tensor(String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("No parameter is named '" + name + "'");
    }
    return tensor;
  }
}

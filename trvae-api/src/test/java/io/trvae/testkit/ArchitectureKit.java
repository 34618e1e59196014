package io.trvae.testkit;

import io.trvae.model.TransferModel;
import io.trvae.network.Architecture;
import io.trvae.network.NetworkSpec;

/** The contract of a backend, with a model of random weights. */
public abstract class ArchitectureKit extends BackendCompatibilityKit {

  private final TransferModel model;

  /**
   * Chooses the model.
   *
   * @param architecture the kind of network
   * @param imageSize height and width of an image in pixels
   * @param domains the number of domains
   * @param seed the seed of the weights
   */
  protected ArchitectureKit(Architecture architecture, int imageSize, int domains, int seed) {
    model =
        RandomModels.create(new NetworkSpec(architecture, imageSize, domains, 8, 16, 0.1f), seed);
  }

  @Override
  protected TransferModel model() {
    return model;
  }

  @Override
  protected double tolerance() {
    return 1e-4;
  }
}

package io.trvae.dl4j.internal.training;

import io.trvae.dl4j.internal.onednn.OneDnn;
import io.trvae.model.TransferModel;
import io.trvae.network.Network;
import io.trvae.network.Parameter;
import java.util.List;

/**
 * The mean absolute distance of latent means from those of an encoder that is replaced, whose
 * decoder stays (Hinton, Vinyals and Dean 2015, "Distilling the knowledge in a neural network").
 */
final class Imitation implements Operation, AutoCloseable {

  private final Tape replaced = new Tape();
  private final Parameters parameters;
  private final AbsoluteError error;
  private final double weight;

  /**
   * Compiles the replaced encoder.
   *
   * @param model whose encoder it is
   * @param mean what the new encoder gives for the same images and labels
   */
  Imitation(
      OneDnn oneDnn,
      TransferModel model,
      Features image,
      Features label,
      Features mean,
      double weight) {
    this.weight = weight;
    Network network = model.network();
    List<Parameter> arrays = network.encoderParameters();
    parameters = new Parameters(arrays);
    for (Parameter array : arrays) {
      parameters.values(array.name()).put(model.tensor(array.name()).toFloats());
    }
    Compiler compiler = new Compiler(oneDnn, parameters, new Noise(0), true);
    Features features = compiler.append(replaced, network.encoder(), image, label);
    Features wanted = compiler.appendDense(replaced, network.mean(), features);
    error = new AbsoluteError(mean, wanted.value(), weight);
  }

  /** Returns the distance that the last forward pass measured, times its weight. */
  double weightedLoss() {
    return weight * error.loss();
  }

  @Override
  public void forward(Mode mode) {
    replaced.forward(Mode.INFERENCE);
    error.forward(mode);
  }

  @Override
  public void prepareBackward() {
    error.prepareBackward();
  }

  @Override
  public void backward(Target target) {
    error.backward(target);
  }

  @Override
  public void close() {
    parameters.close();
  }
}

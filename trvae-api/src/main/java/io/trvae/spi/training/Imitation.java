package io.trvae.spi.training;

import io.trvae.model.TransferModel;
import io.trvae.network.Network;
import io.trvae.network.Parameter;

/**
 * The mean absolute distance of latent means from those of an encoder that is replaced, whose
 * decoder stays (Hinton, Vinyals and Dean 2015, "Distilling the knowledge in a neural network").
 */
final class Imitation<P extends TrainingParameters> implements Operation, AutoCloseable {

  private final Tape replaced = new Tape();
  private final P parameters;
  private final Loss error;
  private final double weight;

  /**
   * Compiles the replaced encoder.
   *
   * @param model whose encoder it is
   * @param mean what the new encoder gives for the same images and labels
   */
  <F extends TrainingFeatures> Imitation(
      TrainingEngine<F, P> engine,
      TrainingGraph<F, P> graph,
      TransferModel model,
      F image,
      F label,
      F mean,
      double weight) {
    this.weight = weight;
    Network network = model.network();
    ParameterLayout layout = new ParameterLayout(network.encoderParameters());
    float[] values = new float[layout.size()];
    for (Parameter array : layout.all()) {
      layout.slice(values, array.name()).put(model.tensor(array.name()).toFloats());
    }
    parameters = engine.parameters(layout);
    parameters.fill(values);
    LayerCompiler<F> compiler = graph.compiler(parameters, new Noise(0), true);
    F features = compiler.append(replaced, network.encoder(), image, label);
    F wanted = compiler.appendDense(replaced, network.mean(), features);
    error = graph.absoluteError(mean, wanted, weight);
  }

  /** Returns the distance that the last forward pass measured, times its weight. */
  double weightedLoss() {
    return weight * error.value();
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

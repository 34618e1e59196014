package io.trvae.dl4j;

import io.trvae.model.TransferModel;
import io.trvae.network.Network;
import io.trvae.network.Shape;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Models as DeepLearning4J graphs, for applications that already live in DeepLearning4J.
 *
 * <p>The graphs have the model's layers one by one, batch normalisation and dropout among them.
 * {@code output(...)} computes in inference mode and agrees with the {@linkplain
 * Nd4jBackendProvider backend} within 1e-4. Arrays are float32, images NCHW. The caller owns a
 * graph; like every {@link ComputationGraph} it is not thread-safe.
 *
 * <p>Both methods need ND4J's native build on the class path. They leave ND4J's random number
 * generator alone.
 *
 * @since 0.1.0
 */
public final class ComputationGraphs {

  private ComputationGraphs() {}

  /**
   * Builds the encoder.
   *
   * <p>Inputs, in this order: {@code image}, {@code [batch, 3, size, size]} with values in [0, 1],
   * and {@code label}, {@code [batch, domains]} with one weight per domain, one-hot for a plain
   * label. Outputs: {@code mean} and {@code logVar}, both {@code [batch, latentSize]}.
   *
   * @param model the model; its weights are copied
   * @return a new graph, initialised
   */
  public static ComputationGraph encoder(TransferModel model) {
    Network network = model.network();
    Shape image = network.spec().imageShape();
    ComputationGraphCompiler compiler = new ComputationGraphCompiler(model, "image");
    String features = compiler.chain(network.encoder(), "image", image);
    Shape shape = Network.chainShape(network.encoder(), image, network.spec().domainCount());
    compiler.output("mean", compiler.chain(List.of(network.mean()), features, shape));
    compiler.output("logVar", compiler.chain(List.of(network.logVar()), features, shape));
    return compiler.compile();
  }

  /**
   * Builds the decoder.
   *
   * <p>Inputs, in this order: {@code latent}, {@code [batch, latentSize]}, and {@code label},
   * {@code [batch, domains]} with one weight per domain, one-hot for a plain label. Output: {@code
   * image}, {@code [batch, 3, size, size]}; values outside [0, 1] are possible.
   *
   * @param model the model; its weights are copied
   * @return a new graph, initialised
   */
  public static ComputationGraph decoder(TransferModel model) {
    Network network = model.network();
    ComputationGraphCompiler compiler = new ComputationGraphCompiler(model, "latent");
    Shape latent = Shape.flat(network.spec().latentSize());
    compiler.output("image", compiler.chain(network.decoder(), "latent", latent));
    return compiler.compile();
  }
}

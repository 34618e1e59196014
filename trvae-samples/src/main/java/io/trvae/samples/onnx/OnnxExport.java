package io.trvae.samples.onnx;

import io.trvae.model.TransferModel;
import io.trvae.network.Network;
import io.trvae.network.Shape;

/**
 * Writes a model as ONNX, for batches of any size. Images are {@code [batch, 3, size, size]} with
 * values in [0, 1], labels {@code [batch, domains]} with a weight for each domain, latent codes
 * {@code [batch, latent]}; all are float32.
 *
 * <p>Layer by layer as described: joining them is the business of whoever runs the graph.
 */
public final class OnnxExport {

  /** The image that goes into encoder and transfer. */
  public static final String IMAGE = "image";

  /** The label that goes into encoder and decoder alone. */
  public static final String LABEL = "label";

  /** The label of the image's own domain that goes into the transfer. */
  public static final String FROM = "from";

  /** The label of the domain wanted that goes into the transfer. */
  public static final String TO = "to";

  /** The mean of the latent code that comes out of the encoder. */
  public static final String MEAN = "mean";

  /** The logarithm of its variance. */
  public static final String LOG_VAR = "log_var";

  /** The latent code that goes into the decoder. */
  public static final String LATENT = "latent";

  /** The image that comes out of decoder and transfer. */
  public static final String RESULT = "result";

  private OnnxExport() {}

  /**
   * Writes the encoder: {@link #IMAGE} and {@link #LABEL} to {@link #MEAN} and {@link #LOG_VAR}.
   *
   * @param model the model
   * @return the bytes of an ONNX file
   */
  public static byte[] encoder(TransferModel model) {
    Network network = model.network();
    OnnxGraph graph = new OnnxGraph("encoder", model);
    graph.addImage(IMAGE);
    graph.addLabel(LABEL);
    String features = graph.chain(network.encoder(), IMAGE, network.spec().imageShape(), LABEL);
    graph.addLatentOutput(MEAN, graph.dense(network.mean(), features));
    graph.addLatentOutput(LOG_VAR, graph.dense(network.logVar(), features));
    return graph.toBytes();
  }

  /**
   * Writes the decoder: {@link #LATENT} and {@link #LABEL} to {@link #RESULT}.
   *
   * @param model the model
   * @return the bytes of an ONNX file
   */
  public static byte[] decoder(TransferModel model) {
    OnnxGraph graph = new OnnxGraph("decoder", model);
    graph.addLatent(LATENT);
    graph.addLabel(LABEL);
    graph.addImageOutput(RESULT, decode(graph, model, LATENT, LABEL));
    return graph.toBytes();
  }

  /**
   * Writes the whole transfer, through the latent mean: {@link #IMAGE}, {@link #FROM} and {@link
   * #TO} to {@link #RESULT}.
   *
   * @param model the model
   * @return the bytes of an ONNX file
   */
  public static byte[] transfer(TransferModel model) {
    Network network = model.network();
    OnnxGraph graph = new OnnxGraph("transfer", model);
    graph.addImage(IMAGE);
    graph.addLabel(FROM);
    graph.addLabel(TO);
    String features = graph.chain(network.encoder(), IMAGE, network.spec().imageShape(), FROM);
    String mean = graph.dense(network.mean(), features);
    graph.addImageOutput(RESULT, decode(graph, model, mean, TO));
    return graph.toBytes();
  }

  private static String decode(OnnxGraph graph, TransferModel model, String latent, String label) {
    Network network = model.network();
    Shape shape = Shape.flat(network.spec().latentSize());
    return graph.chain(network.decoder(), latent, shape, label);
  }
}

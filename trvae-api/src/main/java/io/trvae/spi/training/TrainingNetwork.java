package io.trvae.spi.training;

import io.trvae.network.Layer;
import io.trvae.network.Network;
import io.trvae.network.Shape;
import io.trvae.training.Losses;
import io.trvae.training.TrainingConfig;
import java.util.List;
import java.util.Optional;

/**
 * A network with its losses on a tape, for one batch size.
 *
 * <p>Not thread-safe.
 */
final class TrainingNetwork<F extends TrainingFeatures, P extends TrainingParameters>
    implements AutoCloseable {

  private final TrainingGraph<F, P> graph;
  private final P parameters;
  private final TrainingConfig config;
  private final int batch;
  private final Noise noise;
  private final F image;
  private final F encoderLabel;
  private final F decoderLabel;
  private final F mean;
  private final F logVar;
  private final F decoded;
  private final LatentDraw<F> sampling;
  private final DomainPenalty penalty;
  private final Loss reconstruction;
  private final Inheritance inheritance;
  private final Tape encoder = new Tape();
  private final Tape decoder = new Tape();
  private final Tape head = new Tape();
  private final Optional<Imitation<P>> imitation;

  /**
   * Compiles a network.
   *
   * @param engine computes
   * @param parameters the network's arrays, which must outlive this
   * @param config the weights of the losses and the batch size
   */
  TrainingNetwork(
      TrainingEngine<F, P> engine, Network network, P parameters, TrainingConfig config) {
    graph = engine.graph();
    this.parameters = parameters;
    this.config = config;
    batch = config.batchSize();
    noise = new Noise(config.seed());
    Shape labelShape = Shape.flat(network.spec().domainCount());
    image = graph.input(batch, network.spec().imageShape());
    encoderLabel = graph.input(batch, labelShape);
    decoderLabel = graph.input(batch, labelShape);

    inheritance = Inheritance.of(config);
    boolean frozen = config.frozenNormalisation();
    LayerCompiler<F> encoding =
        graph.compiler(parameters, noise, frozen || inheritance.keepsEncoder());
    F features = encoding.append(encoder, network.encoder(), image, encoderLabel);
    mean = encoding.appendDense(encoder, network.mean(), features);
    logVar = encoding.appendDense(encoder, network.logVar(), features);
    sampling = graph.latentDraw(mean, logVar, noise);

    LayerCompiler<F> decoding =
        graph.compiler(parameters, noise, frozen || inheritance.keepsDecoder());
    List<Layer> layers = network.decoder();
    int split = network.mmdLayer() + 1;
    F activations =
        decoding.appendPlain(
            decoder,
            decoding.append(decoder, layers.subList(0, split), sampling.latent(), decoderLabel));
    F drawn =
        decoding.append(decoder, layers.subList(split, layers.size()), activations, decoderLabel);
    decoded = decoding.appendPlain(decoder, drawn);
    reconstruction = graph.squaredError(decoded, image, config.reconstructionWeight());
    F activationsOfMean =
        decoding.appendPlain(
            head, decoding.append(head, layers.subList(0, split), mean, decoderLabel));
    penalty = head.add(new DomainPenalty(activationsOfMean, config, graph.rowComparison()));
    imitation =
        inheritance
            .replacedEncoder()
            .filter(model -> config.imitationWeight() > 0 && config.adversarial().isEmpty())
            .map(
                model ->
                    new Imitation<>(
                        engine, graph, model, image, encoderLabel, mean, config.imitationWeight()));

    reconstruction.prepareBackward();
    decoder.prepareBackward();
    head.prepareBackward();
    imitation.ifPresent(Imitation::prepareBackward);
    sampling.prepareBackward();
    encoder.prepareBackward();
  }

  /** Returns the arrays that the network computes with. */
  P parameters() {
    return parameters;
  }

  /**
   * Runs forward and backward; the parameters' gradients are those of this batch afterwards.
   *
   * @param input the batch
   * @param step determines noise and dropout
   * @param klWeight the weight of the KL loss at this step
   */
  Losses train(Batch input, long step, double klWeight) {
    noise.atStep(step);
    sampling.setKlWeight(klWeight);
    Losses losses = forward(input, Operation.Mode.TRAINING, klWeight);
    reconstruction.backward(Operation.Target.ALL);
    decoder.backward(inheritance.decoderTarget());
    head.backward(inheritance.decoderTarget());
    imitation.ifPresent(operation -> operation.backward(Operation.Target.ALL));
    sampling.backward(Operation.Target.ALL);
    encoder.backward(inheritance.encoderTarget());
    return losses;
  }

  /** Measures the losses in inference mode, with the full KL weight. */
  Losses evaluate(Batch input) {
    return forward(input, Operation.Mode.INFERENCE, config.klWeight());
  }

  private Losses forward(Batch input, Operation.Mode mode, double klWeight) {
    image.put(input.images());
    encoderLabel.put(input.labels());
    decoderLabel.put(input.labels());
    penalty.setDomains(input.domains());
    encoder.forward(mode);
    sampling.forward(mode);
    decoder.forward(mode);
    head.forward(mode);
    reconstruction.forward(mode);
    imitation.ifPresent(operation -> operation.forward(mode));
    // Each once: an engine may have to wait for it.
    double error = reconstruction.value();
    double kl = sampling.value();
    double mmd = penalty.mmd();
    return new Losses(
        error,
        kl,
        mmd,
        config.reconstructionWeight() * error
            + klWeight * kl
            + config.mmdWeight() * mmd
            + imitation.map(Imitation::weightedLoss).orElse(0.0));
  }

  /** Encodes up to {@link #batch()} images in inference mode; see {@code Backend.encode}. */
  void encode(float[] images, float[] labels, float[] means, float[] logVars) {
    image.put(images);
    encoderLabel.put(labels);
    encoder.forward(Operation.Mode.INFERENCE);
    mean.get(means);
    logVar.get(logVars);
  }

  /** Decodes up to {@link #batch()} codes in inference mode; see {@code Backend.decode}. */
  void decode(float[] latents, float[] labels, float[] images) {
    sampling.latent().put(latents);
    decoderLabel.put(labels);
    decoder.forward(Operation.Mode.INFERENCE);
    decoded.get(images);
  }

  /** Returns the number of images that a pass computes. */
  int batch() {
    return batch;
  }

  /** Returns what the MMD loss remembers of earlier batches. */
  float[] memory() {
    return penalty.toArray();
  }

  /** Sets what the MMD loss remembers. */
  void restoreMemory(float[] state) {
    penalty.restore(state);
  }

  @Override
  public void close() {
    graph.close();
    imitation.ifPresent(Imitation::close);
  }
}

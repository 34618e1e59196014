package io.trvae.dl4j.internal.training;

import io.trvae.dl4j.internal.onednn.OneDnn;
import io.trvae.network.Layer;
import io.trvae.network.Network;
import io.trvae.network.Shape;
import io.trvae.training.Losses;
import io.trvae.training.TrainingConfig;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;

/**
 * A network with its losses on a tape, for one batch size.
 *
 * <p>Not thread-safe.
 */
final class TrainingNetwork implements AutoCloseable {

  private final OneDnn oneDnn = new OneDnn();
  private final Parameters parameters;
  private final TrainingConfig config;
  private final int batch;
  private final Noise noise;
  private final Features image;
  private final Features encoderLabel;
  private final Features decoderLabel;
  private final Features mean;
  private final Features logVar;
  private final Features decoded;
  private final LatentSampling sampling;
  private final DomainPenalty penalty;
  private final Reconstruction reconstruction;
  private final Inheritance inheritance;
  private final Tape encoder = new Tape();
  private final Tape decoder = new Tape();
  private final Tape head = new Tape();
  private final Optional<Imitation> imitation;

  /**
   * Compiles a network.
   *
   * @param parameters the network's arrays, which must outlive this
   * @param config the weights of the losses and the batch size
   */
  TrainingNetwork(Network network, Parameters parameters, TrainingConfig config) {
    this.parameters = parameters;
    this.config = config;
    batch = config.batchSize();
    noise = new Noise(config.seed());
    Shape labelShape = Shape.flat(network.spec().domainCount());
    image = Features.plain(oneDnn, batch, network.spec().imageShape(), false);
    encoderLabel = Features.plain(oneDnn, batch, labelShape, false);
    decoderLabel = Features.plain(oneDnn, batch, labelShape, false);

    inheritance = Inheritance.of(config);
    boolean frozen = config.frozenNormalisation();
    Compiler encoding =
        new Compiler(oneDnn, parameters, noise, frozen || inheritance.keepsEncoder());
    Features features = encoding.append(encoder, network.encoder(), image, encoderLabel);
    mean = encoding.appendDense(encoder, network.mean(), features);
    logVar = encoding.appendDense(encoder, network.logVar(), features);
    sampling = new LatentSampling(oneDnn, mean, logVar, noise);

    Compiler decoding =
        new Compiler(oneDnn, parameters, noise, frozen || inheritance.keepsDecoder());
    List<Layer> layers = network.decoder();
    int split = network.mmdLayer() + 1;
    Features activations =
        decoding.appendPlain(
            decoder,
            decoding.append(decoder, layers.subList(0, split), sampling.latent(), decoderLabel));
    Features drawn =
        decoding.append(decoder, layers.subList(split, layers.size()), activations, decoderLabel);
    decoded = decoding.appendPlain(decoder, drawn);
    reconstruction = new Reconstruction(decoded, config.reconstructionWeight());
    Features activationsOfMean =
        decoding.appendPlain(
            head, decoding.append(head, layers.subList(0, split), mean, decoderLabel));
    penalty = head.add(new DomainPenalty(activationsOfMean, config));
    imitation =
        inheritance
            .replacedEncoder()
            .filter(model -> config.imitationWeight() > 0 && config.adversarial().isEmpty())
            .map(
                model ->
                    new Imitation(
                        oneDnn, model, image, encoderLabel, mean, config.imitationWeight()));

    reconstruction.prepareBackward();
    decoder.prepareBackward();
    head.prepareBackward();
    imitation.ifPresent(Imitation::prepareBackward);
    sampling.prepareBackward();
    encoder.prepareBackward();
  }

  /** Returns the arrays that the network computes with. */
  Parameters parameters() {
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
    System.arraycopy(input.images(), 0, reconstruction.original(), 0, input.images().length);
    image.value().floats().put(input.images());
    encoderLabel.value().floats().put(input.labels());
    decoderLabel.value().floats().put(input.labels());
    penalty.setDomains(input.domains());
    encoder.forward(mode);
    sampling.forward(mode);
    decoder.forward(mode);
    head.forward(mode);
    reconstruction.forward(mode);
    imitation.ifPresent(operation -> operation.forward(mode));
    return new Losses(
        reconstruction.loss(),
        sampling.kl(),
        penalty.mmd(),
        config.reconstructionWeight() * reconstruction.loss()
            + klWeight * sampling.kl()
            + config.mmdWeight() * penalty.mmd()
            + imitation.map(Imitation::weightedLoss).orElse(0.0));
  }

  /** Encodes up to {@link #batch()} images in inference mode; see {@code Backend.encode}. */
  void encode(float[] images, float[] labels, float[] means, float[] logVars) {
    fill(image, images);
    fill(encoderLabel, labels);
    encoder.forward(Operation.Mode.INFERENCE);
    mean.value().floats().get(means);
    logVar.value().floats().get(logVars);
  }

  /** Decodes up to {@link #batch()} codes in inference mode; see {@code Backend.decode}. */
  void decode(float[] latents, float[] labels, float[] images) {
    fill(sampling.latent(), latents);
    fill(decoderLabel, labels);
    decoder.forward(Operation.Mode.INFERENCE);
    decoded.value().floats().get(images);
  }

  private static void fill(Features features, float[] values) {
    FloatBuffer buffer = features.value().floats();
    buffer.put(values);
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
    oneDnn.close();
    imitation.ifPresent(Imitation::close);
  }
}

package io.trvae.spi.training;

import io.trvae.network.Layer;
import io.trvae.network.Network;
import io.trvae.network.NetworkSpec;
import io.trvae.network.Shape;
import io.trvae.training.AdversarialConfig;
import io.trvae.training.Losses;
import io.trvae.training.TrainingConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A network in adversarial training.
 *
 * <p>Each image is encoded once and drawn twice, in its own domain and in another one chosen at
 * random. A {@link Discriminator} sees the image and both drawings. The generator minimises the
 * absolute error of the reconstruction and its coarse errors, KL and MMD as in plain training, the
 * hinge loss of both drawings, feature matching of the reconstruction, and for the other drawing
 * the content loss and the distance of its latent mean from that of the image.
 *
 * <p>Not thread-safe.
 */
final class AdversarialNetwork<F extends TrainingFeatures, P extends TrainingParameters>
    implements AutoCloseable {

  private final TrainingGraph<F, P> graph;
  private final NetworkSpec spec;
  private final TrainingConfig config;
  private final AdversarialConfig weights;
  private final int batch;
  private final Noise noise;
  private final P normalised;
  private final WeightNormalisation normalisation;
  private final F image;
  private final F ownLabel;
  private final F otherLabel;
  private final Inheritance inheritance;
  private final Tape encoder = new Tape();
  private final Tape ownDecoder = new Tape();
  private final Tape ownHead = new Tape();
  private final Tape otherDecoder = new Tape();
  private final Tape otherEncoder = new Tape();
  private final Tape discriminator = new Tape();
  private final LatentDraw<F> sampling;
  private final DomainPenalty penalty;
  private final Loss reconstruction;
  private final Loss coarse;
  private final Loss content;
  private final Loss latentError;
  private final HingeLoss hinge;
  private final List<Loss.Switched> matchings = new ArrayList<>();

  /**
   * Compiles the network.
   *
   * @param engine computes
   * @param generator the model's arrays
   * @param discriminatorParameters the discriminator's arrays
   */
  AdversarialNetwork(
      TrainingEngine<F, P> engine,
      Network network,
      P generator,
      P discriminatorParameters,
      TrainingConfig config,
      AdversarialConfig weights) {
    graph = engine.graph();
    spec = network.spec();
    this.config = config;
    this.weights = weights;
    batch = config.batchSize();
    noise = new Noise(config.seed());
    Shape labelShape = Shape.flat(spec.domainCount());
    image = graph.input(batch, spec.imageShape());
    ownLabel = graph.input(batch, labelShape);
    otherLabel = graph.input(batch, labelShape);

    inheritance = Inheritance.of(config);
    boolean frozen = config.frozenNormalisation();
    LayerCompiler<F> encoding =
        graph.compiler(generator, noise, frozen || inheritance.keepsEncoder());
    F features = encoding.append(encoder, network.encoder(), image, ownLabel);
    F mean = encoding.appendDense(encoder, network.mean(), features);
    F logVar = encoding.appendDense(encoder, network.logVar(), features);
    sampling = encoder.add(graph.latentDraw(mean, logVar, noise));
    F latent = sampling.latent();

    LayerCompiler<F> decoding =
        graph.compiler(generator, noise, frozen || inheritance.keepsDecoder());
    List<Layer> head = network.decoder().subList(0, network.mmdLayer() + 1);
    List<Layer> tail = network.decoder().subList(network.mmdLayer() + 1, network.decoder().size());
    F activations =
        decoding.appendPlain(ownDecoder, decoding.append(ownDecoder, head, latent, ownLabel));
    F own = drawing(decoding, ownDecoder, tail, activations, ownLabel);
    reconstruction = graph.absoluteError(own, image, weights.reconstructionWeight());
    coarse = graph.coarseError(own, image, weights.coarseWeight());
    F activationsOfMean =
        decoding.appendPlain(ownHead, decoding.append(ownHead, head, mean, ownLabel));
    penalty = ownHead.add(new DomainPenalty(activationsOfMean, config, graph.rowComparison()));
    F other = drawing(decoding, otherDecoder, network.decoder(), latent, otherLabel);
    content = graph.contentLoss(other, image, weights.contentWeight());
    F seenAgain = encoding.append(otherEncoder, network.encoder(), other, otherLabel);
    F meanAgain = encoding.appendDense(otherEncoder, network.mean(), seenAgain);
    latentError = otherEncoder.add(graph.absoluteError(meanAgain, mean, weights.latentWeight()));

    normalised = engine.parameters(discriminatorParameters.layout());
    normalisation = graph.weightNormalisation(discriminatorParameters, normalised);
    hinge = appendDiscriminator(List.of(image, own, other));

    discriminator.prepareBackward();
    content.prepareBackward();
    otherEncoder.prepareBackward();
    reconstruction.prepareBackward();
    coarse.prepareBackward();
    otherDecoder.prepareBackward();
    ownDecoder.prepareBackward();
    ownHead.prepareBackward();
    encoder.prepareBackward();
  }

  private F drawing(LayerCompiler<F> compiler, Tape tape, List<Layer> layers, F input, F label) {
    return compiler.appendPlain(tape, compiler.append(tape, layers, input, label));
  }

  private HingeLoss appendDiscriminator(List<F> images) {
    LayerCompiler<F> compiler = graph.compiler(normalised, noise, false);
    F features = graph.joinBatches(discriminator, images);
    List<Layer> layers = Discriminator.layers(spec);
    int done = 0;
    for (int i = 0; i < layers.size(); i++) {
      if (layers.get(i) instanceof Layer.LeakyRelu) {
        features = compiler.append(discriminator, layers.subList(done, i + 1), features, ownLabel);
        matchings.add(
            discriminator.add(graph.featureMatching(features, weights.featureMatchingWeight())));
        done = i + 1;
      }
    }
    features =
        compiler.append(discriminator, layers.subList(done, layers.size()), features, ownLabel);
    return discriminator.add(new HingeLoss(features, weights.adversarialWeight()));
  }

  /**
   * Runs forward, and backward for both sides: the gradients of the model's and of the
   * discriminator's arrays are those of this batch afterwards.
   *
   * @param input the batch
   * @param step determines noise, dropout and the other domains
   * @param klWeight the weight of the KL loss at this step
   */
  AdversarialLosses train(Batch input, long step, double klWeight) {
    noise.atStep(step);
    sampling.setKlWeight(klWeight);
    load(input);
    normalisation.forward();
    for (Tape tape :
        List.of(encoder, ownDecoder, ownHead, otherDecoder, otherEncoder, discriminator)) {
      tape.forward(Operation.Mode.TRAINING);
    }
    reconstruction.forward(Operation.Mode.TRAINING);
    coarse.forward(Operation.Mode.TRAINING);
    content.forward(Operation.Mode.TRAINING);

    setGenerator(false);
    discriminator.backward(Operation.Target.ALL);
    normalisation.backward();
    setGenerator(true);
    discriminator.backward(Operation.Target.INPUTS);
    content.backward(Operation.Target.ALL);
    otherEncoder.backward(inheritance.encoderTarget());
    reconstruction.backward(Operation.Target.ALL);
    coarse.backward(Operation.Target.ALL);
    otherDecoder.backward(inheritance.decoderTarget());
    ownDecoder.backward(inheritance.decoderTarget());
    ownHead.backward(inheritance.decoderTarget());
    encoder.backward(inheritance.encoderTarget());
    return losses(klWeight);
  }

  private void setGenerator(boolean generator) {
    hinge.setGenerator(generator);
    matchings.forEach(matching -> matching.setActive(generator));
  }

  private void load(Batch input) {
    int domains = spec.domainCount();
    Random random = noise.next();
    float[] otherLabels = new float[batch * domains];
    int[] seen = new int[3 * batch];
    for (int row = 0; row < batch; row++) {
      int own = input.domains()[row];
      int other = (own + 1 + random.nextInt(domains - 1)) % domains;
      otherLabels[row * domains + other] = 1;
      seen[row] = own;
      seen[batch + row] = own;
      seen[2 * batch + row] = other;
    }
    image.put(input.images());
    ownLabel.put(input.labels());
    otherLabel.put(otherLabels);
    penalty.setDomains(input.domains());
    hinge.setDomains(seen);
  }

  private AdversarialLosses losses(double klWeight) {
    // Each once: an engine may have to wait for it.
    double error = reconstruction.value();
    double coarseError = coarse.value();
    double kl = sampling.value();
    double mmd = penalty.mmd();
    double matching = matchings.stream().mapToDouble(Loss::value).sum();
    double contentLoss = content.value();
    double latentDistance = latentError.value();
    double total =
        weights.reconstructionWeight() * error
            + weights.coarseWeight() * coarseError
            + klWeight * kl
            + config.mmdWeight() * mmd
            + weights.adversarialWeight() * hinge.generatorLoss()
            + weights.featureMatchingWeight() * matching
            + weights.contentWeight() * contentLoss
            + weights.latentWeight() * latentDistance;
    return new AdversarialLosses(
        new Losses(error, kl, mmd, total),
        coarseError,
        hinge.generatorLoss(),
        hinge.discriminatorLoss(),
        matching,
        contentLoss,
        latentDistance);
  }

  /** Returns the discriminator's arrays as it computes with them. */
  P normalised() {
    return normalised;
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
    normalised.close();
  }

  /**
   * The losses of a step.
   *
   * @param common the parts that plain training has too; the reconstruction is the mean absolute
   *     error
   * @param coarse the mean absolute errors of box averages, summed
   * @param generator the generator's hinge loss
   * @param discriminator the discriminator's hinge loss
   * @param featureMatching the sum over layers
   * @param content the content loss of images drawn in another domain
   * @param latent the mean absolute distance of latent means
   */
  record AdversarialLosses(
      Losses common,
      double coarse,
      double generator,
      double discriminator,
      double featureMatching,
      double content,
      double latent) {}
}

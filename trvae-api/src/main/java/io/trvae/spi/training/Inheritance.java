package io.trvae.spi.training;

import io.trvae.model.Tensor;
import io.trvae.model.TransferModel;
import io.trvae.network.Network;
import io.trvae.network.Parameter;
import io.trvae.training.TrainingConfig;
import java.nio.FloatBuffer;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/**
 * What a network has from the initial model of its training, and what is left to learn: all of it,
 * unless the initial model lacks domains or has but one half in common with the network. What it
 * lacks is all that is learnt then. Neither a {@link LinearEncoder} nor the weight of its {@link
 * CodeReader} is ever learnt.
 *
 * <p>Wherever a layer sees a label, the label's elements come last or are an axis of their own. So
 * an array either has the initial model's shape, or is longer along one axis, and what it has more
 * of there belongs to the added domains.
 */
final class Inheritance {

  private final Optional<TransferModel> initial;
  private final boolean domainsAdded;
  private final boolean encoder;
  private final boolean decoder;

  /** Whether the encoder is never learnt, but computed by {@link LinearEncoder}. */
  private final boolean computed;

  /** The arrays that the initial model has. */
  private final Set<String> names = new HashSet<>();

  /**
   * Compares a network with what its training starts from.
   *
   * @param initial may have fewer domains, or another encoder or decoder
   */
  Inheritance(Network network, Optional<TransferModel> initial) {
    this.initial = initial;
    Optional<Network> trained = initial.map(TransferModel::network);
    boolean sameSizes = trained.map(old -> network.spec().hasSizesOf(old.spec())).orElse(false);
    domainsAdded =
        trained.map(old -> old.spec().domainCount() < network.spec().domainCount()).orElse(false);
    encoder = sameSizes || trained.map(network::hasEncoderOf).orElse(false);
    decoder = sameSizes || trained.map(network::hasDecoderOf).orElse(false);
    computed = network.hasLinearEncoder();
    if (encoder && !(computed && domainsAdded)) {
      add(network.encoderParameters().stream());
    }
    if (decoder) {
      // What reads the codes of another encoder is of no use to a computed one.
      int first = computed && !encoder ? network.mmdLayer() + 1 : 0;
      add(
          network.decoder().subList(first, network.decoder().size()).stream()
              .flatMap(layer -> layer.parameters().stream()));
    }
  }

  static Inheritance of(TrainingConfig config) {
    return new Inheritance(config.model().network().network(), config.initialModel());
  }

  private void add(Stream<Parameter> parameters) {
    parameters.forEach(parameter -> names.add(parameter.name()));
  }

  /** Tells whether {@link LinearEncoder} has to compute the encoder, or what domains add to it. */
  boolean lacksLinearEncoder() {
    return computed && (domainsAdded || !encoder);
  }

  /** Tells whether {@link CodeReader} has to compute the weight that reads the codes. */
  boolean lacksCodeReader() {
    return computed && !names.contains(CodeReader.WEIGHT);
  }

  /** Returns the model whose encoder is to be extended to added domains, if there is one. */
  Optional<TransferModel> extendedEncoder() {
    return encoder ? initial : Optional.empty();
  }

  /** Tells whether nothing of the encoder is learnt, but for what belongs to added domains. */
  boolean keepsEncoder() {
    return computed || (encoder && (domainsAdded || !decoder));
  }

  /** Tells whether nothing of the decoder is learnt, but for what belongs to added domains. */
  boolean keepsDecoder() {
    return decoder && (domainsAdded || (!encoder && !computed));
  }

  /** Tells which gradients a training needs of the encoder. */
  Operation.Target encoderTarget() {
    return keepsEncoder() && (computed || !domainsAdded)
        ? Operation.Target.INPUTS
        : Operation.Target.ALL;
  }

  /** Tells which gradients a training needs of the decoder. */
  Operation.Target decoderTarget() {
    return keepsDecoder() && !domainsAdded ? Operation.Target.INPUTS : Operation.Target.ALL;
  }

  /** Returns the model whose encoder is to be imitated, if the decoder was learnt with another. */
  Optional<TransferModel> replacedEncoder() {
    return decoder && !encoder && !computed ? initial : Optional.empty();
  }

  private boolean learnsAll() {
    return !keepsEncoder() && !keepsDecoder();
  }

  /** Copies what the network has; an added domain starts as the average of the others. */
  void fill(ParameterLayout layout, float[] target) {
    initial.ifPresent(model -> fill(layout, target, model));
  }

  private void fill(ParameterLayout layout, float[] target, TransferModel model) {
    int known = model.spec().domains().size();
    for (Parameter parameter : layout.all()) {
      if (names.contains(parameter.name())) {
        float[] old = model.tensor(parameter.name()).toFloats();
        FloatBuffer values = layout.slice(target, parameter.name());
        fill(values, old, growth(parameter, model), known);
      }
    }
  }

  private static void fill(FloatBuffer values, float[] old, Growth growth, int known) {
    for (int block = 0; block < growth.blocks(); block++) {
      int from = block * growth.oldLength();
      int to = block * growth.newLength();
      values.put(to, old, from, growth.oldLength());
      for (int i = growth.oldLength(); i < growth.newLength(); i++) {
        float sum = 0;
        for (int domain = 1; domain <= known; domain++) {
          sum += old[from + growth.oldLength() - domain * growth.step() + i % growth.step()];
        }
        values.put(to + i, sum / known);
      }
    }
  }

  /**
   * Tells what is learnt.
   *
   * @return a vector like the gradients': 1 for elements to learn, 0 for all others; empty if all
   *     are learnt
   */
  Optional<float[]> mask(ParameterLayout layout) {
    return learnsAll() ? Optional.empty() : Optional.of(someOf(layout));
  }

  private float[] someOf(ParameterLayout layout) {
    float[] mask = new float[layout.trainedSize()];
    for (Parameter parameter : layout.all()) {
      if (parameter.role().isTrained()) {
        FloatBuffer ones = layout.slice(mask, parameter.name());
        if (!isKept(parameter)) {
          while (ones.hasRemaining()) {
            ones.put(1);
          }
        } else if (names.contains(parameter.name())) {
          growth(parameter, initial.orElseThrow()).forEachAdded(i -> ones.put(i, 1));
        }
      }
    }
    return mask;
  }

  private boolean isKept(Parameter parameter) {
    if (computed && parameter.name().equals(CodeReader.WEIGHT)) {
      return true;
    }
    return parameter.name().startsWith("encoder.") ? keepsEncoder() : keepsDecoder();
  }

  private static Growth growth(Parameter parameter, TransferModel model) {
    Tensor old = model.tensor(parameter.name());
    int grown = 0;
    while (grown < old.shape().size() - 1
        && old.shape().get(grown).equals(parameter.shape().get(grown))) {
      grown++;
    }
    int step = 1;
    for (int axis = grown + 1; axis < old.shape().size(); axis++) {
      step *= old.shape().get(axis);
    }
    int oldLength = old.shape().get(grown) * step;
    int newLength = parameter.shape().get(grown) * step;
    return new Growth(parameter.size() / newLength, oldLength, newLength, step);
  }

  /**
   * How an array grows: each of its blocks gets more elements at the end.
   *
   * @param blocks the number of blocks
   * @param oldLength elements of a block in the initial model
   * @param newLength elements of a block in the network
   * @param step the distance of elements that differ in the label's place only
   */
  private record Growth(int blocks, int oldLength, int newLength, int step) {

    void forEachAdded(IntConsumer action) {
      for (int block = 0; block < blocks; block++) {
        for (int i = oldLength; i < newLength; i++) {
          action.accept(block * newLength + i);
        }
      }
    }
  }
}

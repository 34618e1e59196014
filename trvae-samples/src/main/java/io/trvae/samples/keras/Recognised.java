package io.trvae.samples.keras;

import com.google.gson.JsonArray;
import io.trvae.model.Tensor;
import io.trvae.network.Architecture;
import io.trvae.network.Layer;
import io.trvae.network.Network;
import io.trvae.network.NetworkSpec;
import io.trvae.network.Shape;
import io.trvae.samples.keras.KerasChain.Step;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * A network of ours beside what a file says.
 *
 * @param network the network
 * @param operations what it computes: encoder, heads, decoder
 * @param steps what the file's models compute, in the same order
 */
record Recognised(Network network, List<Operation> operations, List<Step> steps) {

  private static final String ENCODER = "encoder";
  private static final String DECODER = "decoder";

  /** Has second copies of the decoder's first weights; the misspelling is the original's. */
  private static final String COPIES = KerasFile.WEIGHTS + "/deocder_mmd/";

  /** The networks of trVAE, and which of the decoder's dense layers is their MMD layer. */
  private static final Map<Architecture, Integer> KNOWN =
      Map.of(
          Architecture.ARCH_STYLE_1, 0,
          Architecture.ARCH_STYLE_2, 0,
          Architecture.ARCH_STYLE_3, 1,
          Architecture.ARCH_STYLE_3_MIRRORED, 1);

  /**
   * Finds out which network a file has, by its layers and the shapes of their weights.
   *
   * @throws KerasFormatException if it is none; the message has the first difference from the one
   *     that it is most like
   */
  static Recognised in(KerasFile file) {
    int size = imageSize(input(file, ENCODER, "data"));
    int domains = inputShape(input(file, ENCODER, "encoder_labels"), 1)[0];
    int latent = inputShape(input(file, DECODER, "latent_data"), 1)[0];
    List<Step> decoder = KerasChain.of(file, DECODER);
    List<Step> steps = withHeadsLast(KerasChain.of(file, ENCODER), file.outputs(ENCODER));
    steps.addAll(decoder);
    float dropout =
        layers(steps, Layer.Dropout.class).stream().findFirst().map(Layer.Dropout::rate).orElse(0f);
    List<Layer.Dense> dense = layers(decoder, Layer.Dense.class);
    if (dense.size() < 2) {
      throw new KerasFormatException(
          "The model '" + DECODER + "'", "has fewer dense layers than any of trVAE's");
    }
    List<Recognised> candidates = new ArrayList<>();
    for (Architecture architecture : Architecture.values()) {
      Integer mmdLayer = KNOWN.get(architecture);
      if (mmdLayer != null && size % architecture.stride() == 0) {
        int mmd = dense.get(mmdLayer).out();
        NetworkSpec spec = new NetworkSpec(architecture, size, domains, latent, mmd, dropout);
        candidates.add(new Recognised(spec.network(), operations(spec.network()), steps));
      }
    }
    Recognised closest = Collections.max(candidates, Comparator.comparing(Recognised::agreeing));
    closest.check();
    return closest;
  }

  private static List<Operation> operations(Network network) {
    NetworkSpec spec = network.spec();
    int domains = spec.domainCount();
    List<Operation> operations = new ArrayList<>();
    operations.addAll(Operation.of(network.encoder(), spec.imageShape(), domains));
    operations.add(Operation.of(network.mean()));
    operations.add(Operation.of(network.logVar()));
    operations.addAll(Operation.of(network.decoder(), Shape.flat(spec.latentSize()), domains));
    return operations;
  }

  /** Moves the steps that compute mean and log-variance, the first two outputs, to the end. */
  private static List<Step> withHeadsLast(List<Step> steps, List<String> outputs) {
    List<Step> ordered = new ArrayList<>(steps);
    List<Step> heads = new ArrayList<>();
    for (String output : outputs.subList(0, 2)) {
      steps.stream().filter(step -> step.source().name().equals(output)).forEach(heads::add);
    }
    ordered.removeAll(heads);
    ordered.addAll(heads);
    return ordered;
  }

  private static <L extends Layer> List<L> layers(List<Step> steps, Class<L> kind) {
    return steps.stream().map(Step::layer).filter(kind::isInstance).map(kind::cast).toList();
  }

  private static KerasLayer input(KerasFile file, String model, String name) {
    return file.layers(model).stream()
        .filter(layer -> layer.kind().equals("InputLayer") && layer.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new KerasFormatException(
                    "The input '" + name + "'", "is missing in the model '" + model + "'"));
  }

  private static int imageSize(KerasLayer input) {
    int[] shape = inputShape(input, 3);
    if (shape[0] != shape[1] || shape[2] != 3) {
      throw new KerasFormatException(
          "The input '" + input.name() + "'",
          "takes images of %dx%d with %d channels; they have to be square and RGB"
              .formatted(shape[1], shape[0], shape[2]));
    }
    return shape[0];
  }

  /** Returns an input's shape without the batch axis. */
  private static int[] inputShape(KerasLayer input, int axes) {
    JsonArray shape = input.option("batch_input_shape", "batch_shape").getAsJsonArray();
    if (shape.size() != axes + 1) {
      throw new KerasFormatException(
          "The input '" + input.name() + "'", "has the shape " + shape + ", not " + axes + " axes");
    }
    int[] sizes = new int[axes];
    for (int i = 0; i < axes; i++) {
      sizes[i] = shape.get(i + 1).getAsInt();
    }
    return sizes;
  }

  /** Returns how many operations, from the first on, are those of the file. */
  private int agreeing() {
    int count = 0;
    while (count < operations.size()
        && count < steps.size()
        && isSame(operations.get(count).layer(), steps.get(count).layer())) {
      count++;
    }
    return count;
  }

  /** Compares what layers compute; each has names of its own. */
  private static boolean isSame(Layer ours, Layer other) {
    if (ours instanceof Layer.Conv2d conv && other instanceof Layer.Conv2d c) {
      return conv.equals(
          new Layer.Conv2d(
              conv.name(), c.in(), c.out(), c.kernel(), c.stride(), c.padBefore(), c.padAfter()));
    } else if (ours instanceof Layer.Dense dense && other instanceof Layer.Dense d) {
      return dense.equals(new Layer.Dense(dense.name(), d.in(), d.out(), d.bias()));
    } else if (ours instanceof Layer.BatchNorm norm && other instanceof Layer.BatchNorm n) {
      return norm.equals(new Layer.BatchNorm(norm.name(), n.channels(), n.epsilon()));
    }
    return ours.equals(other);
  }

  private void check() {
    int agreeing = agreeing();
    String id = network.spec().architecture().id();
    if (agreeing < steps.size()) {
      Step step = steps.get(agreeing);
      String expected =
          agreeing < operations.size()
              ? operations.get(agreeing).layer().toString()
              : "nothing any more";
      throw new KerasFormatException(
          step.source().path(),
          "is " + step.layer() + " where " + id + ", which is most like it, has " + expected);
    }
    if (agreeing < operations.size()) {
      throw new KerasFormatException(
          "The model '" + DECODER + "'",
          "ends before " + operations.get(agreeing).layer() + " of " + id);
    }
  }

  /**
   * Reads all weights.
   *
   * @return one tensor for each of the network's parameters, by name
   * @throws KerasFormatException if one is not as it must be, or there is one more
   */
  Map<String, Tensor> read(KerasFile file) {
    Weights weights = new Weights(file);
    for (int i = 0; i < operations.size(); i++) {
      weights.read(operations.get(i), steps.get(i).source());
    }
    for (String path : file.unread()) {
      if (!path.startsWith(COPIES)) {
        throw new KerasFormatException(path, "belongs to no layer of the model");
      }
    }
    return weights.tensors();
  }
}

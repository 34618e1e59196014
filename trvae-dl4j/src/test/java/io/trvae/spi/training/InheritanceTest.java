package io.trvae.spi.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.trvae.Cancellation;
import io.trvae.dl4j.internal.training.OneDnnEngine;
import io.trvae.model.ModelSpec;
import io.trvae.model.Tensor;
import io.trvae.model.TransferModel;
import io.trvae.network.Architecture;
import io.trvae.network.Network;
import io.trvae.network.NetworkSpec;
import io.trvae.network.Parameter;
import io.trvae.spi.Backend;
import io.trvae.testkit.RandomModels;
import io.trvae.testkit.ReferenceNetwork;
import io.trvae.training.AdversarialConfig;
import io.trvae.training.EpochReport;
import io.trvae.training.TrainingConfig;
import io.trvae.training.TrainingListener;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a training takes from its initial model and leaves as it is. */
class InheritanceTest {

  private static final Offset<Double> EXACT = within(0.0);
  private static final AdversarialConfig QUICK_AVERAGE =
      AdversarialConfig.builder().averageDecay(0.9).build();

  /** A linear encoder is not averaged but computed, see LinearEncoderTest. */
  @ParameterizedTest
  @EnumSource(value = Architecture.class, mode = EnumSource.Mode.EXCLUDE, names = "PORTRAIT_LINEAR")
  void startsAsTheAverageAndLeavesTheOthers(Architecture architecture) {
    NetworkSpec spec = new NetworkSpec(architecture, architecture.stride(), 2, 3, 5, 0);
    TransferModel initial = RandomModels.create(spec, 8);
    Network network = spec.withDomainCount(3).network();
    Pair pair = new Pair(initial, network, startOf(initial, network));
    pair.assertSame(new double[] {1, 0}, new double[] {1, 0, 0}, EXACT);
    pair.assertSame(new double[] {0, 1}, new double[] {0, 1, 0}, EXACT);
    pair.assertSame(new double[] {0.5, 0.5}, new double[] {0, 0, 1}, within(1e-4));
  }

  /** What a network starts from. */
  private static Map<String, Tensor> startOf(TransferModel initial, Network network) {
    ParameterLayout layout = new ParameterLayout(network.parameters());
    float[] values = Initialiser.draw(layout, 1);
    new Inheritance(network, Optional.of(initial)).fill(layout, values);
    return layout.toTensors(values);
  }

  /** The mean distance of the last domain's images from their reconstructions. */
  private static double errorOf(Network network, Map<String, Tensor> tensors, DrawnFaces faces) {
    ReferenceNetwork reference = new ReferenceNetwork(tensors);
    int last = network.spec().domainCount() - 1;
    double[] label = new double[last + 1];
    label[last] = 1;
    float[] image = new float[network.spec().imageShape().size()];
    double sum = 0;
    for (int index = 0; index < faces.size(); index++) {
      faces.copyTo(last, index, image, 0, false);
      double[] x = IntStream.range(0, image.length).mapToDouble(i -> image[i]).toArray();
      double[] latent = reference.encode(network, x, label)[0];
      double[] decoded = reference.decode(network, latent, label);
      for (int i = 0; i < x.length; i++) {
        sum += Math.abs(decoded[i] - x[i]);
      }
    }
    return sum / faces.size() / image.length;
  }

  @ParameterizedTest
  @CsvSource({
    "COMPACT, false",
    "PORTRAIT, false",
    "PORTRAIT, true",
    "PORTRAIT_LINEAR, false",
    "PORTRAIT_LINEAR, true"
  })
  void learnsTheNewDomainAndNothingElse(Architecture architecture, boolean adversarial) {
    DrawnFaces two = DrawnFaces.of(2, 16);
    DrawnFaces three = DrawnFaces.of(3, 16);
    NetworkSpec spec = new NetworkSpec(architecture, 16, 2, 4, 8, 0);
    // With few steps, or from other weights, the average of the others fits the new domain as well.
    TransferModel initial =
        train(config(new ModelSpec(spec, two.domains())).epochs(20).seed(3), two);
    TrainingConfig.Builder builder =
        config(new ModelSpec(spec.withDomainCount(3), three.domains()))
            .epochs(20)
            .seed(3)
            .initialModel(initial);
    if (adversarial) {
      builder.adversarial(QUICK_AVERAGE);
    }
    TransferModel model = train(builder, three);

    Pair pair = new Pair(initial, model.network(), model.tensors());
    pair.assertSame(new double[] {1, 0}, new double[] {1, 0, 0}, EXACT);
    pair.assertSame(new double[] {0, 1}, new double[] {0, 1, 0}, EXACT);
    TransferModel untrained = train(builder.learningRate(1e-12).epochs(1), three);
    double before = errorOf(model.network(), untrained.tensors(), three);
    assertThat(errorOf(model.network(), model.tensors(), three)).isLessThan(before);
  }

  @ParameterizedTest
  @CsvSource({
    "PORTRAIT, PORTRAIT_DEEP, decoder, false",
    "PORTRAIT, PORTRAIT_DEEP, decoder, true",
    "COMPACT, PORTRAIT, encoder, false",
    "COMPACT, PORTRAIT, encoder, true"
  })
  void keepsTheHalfThatIsCommonAndLearnsTheOther(
      Architecture from, Architecture to, String half, boolean adversarial) {
    DrawnFaces faces = DrawnFaces.of(2, 16);
    TransferModel initial = trained(from, faces);
    ModelSpec spec = new ModelSpec(new NetworkSpec(to, 16, 2, 4, 8, 0), faces.domains());
    // A strong MMD loss drives the codes of an encoder that knows nothing yet away.
    TrainingConfig.Builder builder = config(spec).epochs(6).mmdWeight(1).initialModel(initial);
    if (adversarial) {
      builder.adversarial(QUICK_AVERAGE).learningRate(2e-3);
    }
    List<Double> errors = new ArrayList<>();
    TransferModel model = train(builder, faces, errors);

    Map<String, Tensor> start = startOf(initial, model.network());
    for (Parameter parameter : model.network().parameters()) {
      String name = parameter.name();
      float[] learnt = model.tensor(name).toFloats();
      if (name.startsWith(half)) {
        assertThat(learnt).as(name).isEqualTo(initial.tensor(name).toFloats());
      } else if (name.endsWith(".weight")) {
        assertThat(learnt).as(name).isNotEqualTo(start.get(name).toFloats());
      }
    }
    assertThat(errors.get(errors.size() - 1)).isLessThan(errors.get(0));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aLinearEncoderIsComputedAndTheDecoderLearnt(boolean adversarial) {
    DrawnFaces faces = DrawnFaces.of(2, 16);
    TransferModel initial = trained(Architecture.PORTRAIT, faces);
    NetworkSpec linear = new NetworkSpec(Architecture.PORTRAIT_LINEAR, 16, 2, 4, 8, 0);
    TrainingConfig.Builder builder =
        config(new ModelSpec(linear, faces.domains())).epochs(3).mmdWeight(1).initialModel(initial);
    if (adversarial) {
      builder.adversarial(QUICK_AVERAGE);
    }
    List<Double> errors = new ArrayList<>();
    TransferModel model = train(builder, faces, errors);
    TransferModel start = train(builder.learningRate(1e-12).epochs(1), faces);

    for (Parameter parameter : model.network().parameters()) {
      String name = parameter.name();
      float[] learnt = model.tensor(name).toFloats();
      if (name.startsWith("encoder") || name.equals(CodeReader.WEIGHT)) {
        assertThat(learnt).as(name).isEqualTo(start.tensor(name).toFloats());
      } else if (name.endsWith(".weight")) {
        assertThat(learnt).as(name).isNotEqualTo(start.tensor(name).toFloats());
      }
    }
    assertThat(start.tensor("decoder.image.weight").toFloats())
        .containsExactly(initial.tensor("decoder.image.weight").toFloats(), within(1e-6f));
    assertThat(errors.get(errors.size() - 1)).isLessThan(errors.get(0));
  }

  @Test
  void aDecoderWithAnotherMmdLayerIsNotInherited() {
    NetworkSpec spec = new NetworkSpec(Architecture.COMPACT, 16, 2, 4, 8, 0);
    TransferModel initial = RandomModels.create(spec, 8);
    Network network = new NetworkSpec(Architecture.COMPACT, 16, 2, 4, 12, 0.1f).network();

    Inheritance inheritance = new Inheritance(network, Optional.of(initial));
    assertThat(inheritance.keepsEncoder()).isTrue();
    assertThat(inheritance.keepsDecoder()).isFalse();
    ParameterLayout layout = new ParameterLayout(network.parameters());
    Map<String, Tensor> mask =
        layout.toTensors(Arrays.copyOf(inheritance.mask(layout).orElseThrow(), layout.size()));
    Map<String, Tensor> start = startOf(initial, network);
    for (Parameter parameter : network.parameters()) {
      String name = parameter.name();
      boolean kept = name.startsWith("encoder");
      if (kept) {
        assertThat(start.get(name).toFloats()).isEqualTo(initial.tensor(name).toFloats());
      }
      if (parameter.role().isTrained()) {
        assertThat(mask.get(name).toFloats()).as(name).containsOnly(kept ? 0 : 1);
      }
    }
  }

  @Test
  void imitatesTheEncoderThatItReplaces() {
    DrawnFaces faces = DrawnFaces.of(2, 16);
    TransferModel initial = trained(Architecture.PORTRAIT, faces);
    NetworkSpec deep = new NetworkSpec(Architecture.PORTRAIT_DEEP, 16, 2, 4, 8, 0);
    TrainingConfig.Builder builder =
        config(new ModelSpec(deep, faces.domains())).epochs(8).mmdWeight(1).initialModel(initial);
    TransferModel free = train(builder.imitationWeight(0), faces);
    TransferModel imitating = train(builder.imitationWeight(50), faces);

    assertThat(distanceOfMeans(initial, imitating, faces))
        .isLessThan(distanceOfMeans(initial, free, faces) / 2);
  }

  private static double distanceOfMeans(TransferModel a, TransferModel b, DrawnFaces faces) {
    float[] image = new float[a.network().spec().imageShape().size()];
    double[] label = {1, 0};
    double sum = 0;
    for (int index = 0; index < faces.size(); index++) {
      faces.copyTo(0, index, image, 0, false);
      double[] x = IntStream.range(0, image.length).mapToDouble(i -> image[i]).toArray();
      double[] one = new ReferenceNetwork(a.tensors()).encode(a.network(), x, label)[0];
      double[] other = new ReferenceNetwork(b.tensors()).encode(b.network(), x, label)[0];
      sum += IntStream.range(0, one.length).mapToDouble(i -> Math.abs(one[i] - other[i])).sum();
    }
    return sum;
  }

  private static TransferModel train(
      TrainingConfig.Builder config, DrawnFaces faces, List<Double> errors) {
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onEpoch(EpochReport report, Backend backend) {
            errors.add(report.training().reconstruction());
          }
        };
    return new TrainingLoop(OneDnnEngine::new)
        .train(config.build(), faces, listener, new Cancellation());
  }

  /** Trains a model of two domains to start from. */
  private static TransferModel trained(Architecture architecture, DrawnFaces faces) {
    NetworkSpec spec = new NetworkSpec(architecture, 16, 2, 4, 8, 0);
    return train(config(new ModelSpec(spec, faces.domains())).epochs(4), faces);
  }

  private static TransferModel train(TrainingConfig.Builder config, DrawnFaces faces) {
    return new TrainingLoop(OneDnnEngine::new)
        .train(config.build(), faces, TrainingListener.NONE, new Cancellation());
  }

  private static TrainingConfig.Builder config(ModelSpec model) {
    return TrainingConfig.builder(model)
        .batchSize(4 * model.domains().size())
        .epochs(10)
        .stepsPerEpoch(5)
        .learningRate(5e-3)
        .klWeight(1e-3)
        .validationFraction(0.25);
  }

  /** A model before and after. */
  private record Pair(TransferModel before, Network network, Map<String, Tensor> tensors) {

    void assertSame(double[] labelBefore, double[] label, Offset<Double> tolerance) {
      ReferenceNetwork old = new ReferenceNetwork(before.tensors());
      ReferenceNetwork grown = new ReferenceNetwork(tensors);
      double[] image = new Random(1).doubles(network.spec().imageShape().size()).toArray();
      double[] latent = grown.encode(network, image, label)[0];
      assertThat(latent)
          .containsExactly(old.encode(before.network(), image, labelBefore)[0], tolerance);
      assertThat(grown.decode(network, latent, label))
          .containsExactly(old.decode(before.network(), latent, labelBefore), tolerance);
    }
  }
}

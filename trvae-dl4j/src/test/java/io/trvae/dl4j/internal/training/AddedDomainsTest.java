package io.trvae.dl4j.internal.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.trvae.Cancellation;
import io.trvae.model.ModelSpec;
import io.trvae.model.Tensor;
import io.trvae.model.TransferModel;
import io.trvae.network.Architecture;
import io.trvae.network.Network;
import io.trvae.network.NetworkSpec;
import io.trvae.network.Parameter;
import io.trvae.testkit.RandomModels;
import io.trvae.testkit.ReferenceNetwork;
import io.trvae.training.AdversarialConfig;
import io.trvae.training.TrainingConfig;
import io.trvae.training.TrainingListener;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A third domain for models of two. */
class AddedDomainsTest {

  private static final Offset<Double> EXACT = within(0.0);

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void startsAsTheAverageAndLeavesTheOthers(Architecture architecture) {
    NetworkSpec spec = new NetworkSpec(architecture, architecture.stride(), 2, 3, 5, 0);
    TransferModel initial = RandomModels.create(spec, 8);
    Network network = spec.withDomainCount(3).network();
    Pair pair = new Pair(initial, network, startOf(initial, network));
    pair.assertSame(new double[] {1, 0}, new double[] {1, 0, 0}, EXACT);
    pair.assertSame(new double[] {0, 1}, new double[] {0, 1, 0}, EXACT);
    pair.assertSame(new double[] {0.5, 0.5}, new double[] {0, 0, 1}, within(1e-4));
  }

  /** What a network with a domain more starts from. */
  private static Map<String, Tensor> startOf(TransferModel initial, Network network) {
    Map<String, Tensor> tensors = new HashMap<>();
    try (Parameters parameters = new Parameters(network.parameters())) {
      new AddedDomains(initial).fill(parameters);
      for (Parameter parameter : network.parameters()) {
        FloatBuffer values = parameters.values(parameter.name());
        float[] array = new float[parameter.size()];
        values.get(array);
        tensors.put(parameter.name(), Tensor.of(parameter.shape(), array));
      }
    }
    return tensors;
  }

  /** The mean distance of the third domain's images from their reconstructions. */
  private static double errorOf(Network network, Map<String, Tensor> tensors, DrawnFaces faces) {
    ReferenceNetwork reference = new ReferenceNetwork(tensors);
    double[] label = {0, 0, 1};
    float[] image = new float[network.spec().imageShape().size()];
    double sum = 0;
    for (int index = 0; index < faces.size(); index++) {
      faces.copyTo(2, index, image, 0, false);
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
  @CsvSource({"COMPACT, false", "PORTRAIT, false", "PORTRAIT, true"})
  void learnsTheNewDomainAndNothingElse(Architecture architecture, boolean adversarial) {
    DrawnFaces two = DrawnFaces.of(2, 16);
    DrawnFaces three = DrawnFaces.of(3, 16);
    NetworkSpec spec = new NetworkSpec(architecture, 16, 2, 4, 8, 0);
    TransferModel initial =
        new OneDnnTrainer()
            .train(
                config(new ModelSpec(spec, two.domains())).build(),
                two,
                TrainingListener.NONE,
                new Cancellation());
    TrainingConfig.Builder builder =
        config(new ModelSpec(spec.withDomainCount(3), three.domains())).initialModel(initial);
    if (adversarial) {
      builder.adversarial(AdversarialConfig.DEFAULT).learningRate(2e-3).epochs(60);
    }
    TransferModel model =
        new OneDnnTrainer()
            .train(builder.build(), three, TrainingListener.NONE, new Cancellation());

    Pair pair = new Pair(initial, model.network(), model.tensors());
    pair.assertSame(new double[] {1, 0}, new double[] {1, 0, 0}, EXACT);
    pair.assertSame(new double[] {0, 1}, new double[] {0, 1, 0}, EXACT);
    double before = errorOf(model.network(), startOf(initial, model.network()), three);
    assertThat(errorOf(model.network(), model.tensors(), three)).isLessThan(before);
  }

  private static TrainingConfig.Builder config(ModelSpec model) {
    return TrainingConfig.builder(model)
        .batchSize(4 * model.domains().size())
        .epochs(20)
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

package io.trvae.spi.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.trvae.model.Tensor;
import io.trvae.model.TransferModel;
import io.trvae.network.Architecture;
import io.trvae.network.Layer;
import io.trvae.network.NetworkSpec;
import io.trvae.network.Shape;
import io.trvae.testkit.RandomModels;
import io.trvae.testkit.ReferenceNetwork;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class FoldedLayerTest {

  private static final NetworkSpec SPEC = new NetworkSpec(Architecture.COMPACT, 16, 2, 4, 6, 0.5f);

  private final TransferModel model = withNormalisation();

  @Test
  void joinsNormalisationWithTheLayerBeforeAndDropsDropout() {
    List<FoldedLayer> encoder = FoldedLayer.fold(SPEC.network().encoder());
    assertThat(encoder).noneMatch(folded -> folded.layer() instanceof Layer.BatchNorm);

    List<FoldedLayer> decoder = FoldedLayer.fold(SPEC.network().decoder());
    assertThat(decoder).noneMatch(folded -> folded.layer() instanceof Layer.Dropout);
    // A reshape stands between this one and its dense layer.
    assertThat(decoder)
        .filteredOn(folded -> folded.layer() instanceof Layer.BatchNorm)
        .map(folded -> ((Layer.BatchNorm) folded.layer()).name())
        .containsExactly("decoder.dense_norm");
  }

  @Test
  void foldedConvolutionComputesTheSame() {
    List<Layer> layers = SPEC.network().encoder();
    int at = indexOf(layers, layer -> layer instanceof Layer.Conv2d);
    assertFoldComputesTheSame(layers.subList(at, at + 2), new Shape(5, 16, 16));
  }

  @Test
  void foldedDenseLayerComputesTheSame() {
    List<Layer> layers = SPEC.network().decoder();
    int at = indexOf(layers, layer -> layer instanceof Layer.Dense);
    assertFoldComputesTheSame(layers.subList(at, at + 2), Shape.flat(6));
  }

  @Test
  void normalisationOnItsOwnBecomesFactorAndTerm() {
    List<Layer> layers = SPEC.network().decoder();
    int at = indexOf(layers, layer -> layer instanceof Layer.Reshape) + 1;
    Layer norm = layers.get(at);
    FoldedLayer folded = FoldedLayer.fold(List.of(norm)).get(0);
    float[] scale = folded.weight(model::tensor);
    float[] shift = folded.bias(model::tensor);
    double[] input = uniform(256);
    double[] expected =
        new ReferenceNetwork(model.tensors()).run(List.of(norm), input, Shape.flat(256), label());
    for (int i = 0; i < input.length; i++) {
      assertThat(input[i] * scale[i] + shift[i]).isCloseTo(expected[i], within(1e-5));
    }
  }

  /** Compares linear layer and normalisation with the linear layer alone, its weights folded. */
  private void assertFoldComputesTheSame(List<Layer> pair, Shape shape) {
    FoldedLayer folded = FoldedLayer.fold(pair).get(0);
    Map<String, Tensor> tensors = new HashMap<>(model.tensors());
    for (int i = 0; i < 2; i++) {
      float[] values = i == 0 ? folded.weight(model::tensor) : folded.bias(model::tensor);
      var parameter = folded.layer().parameters().get(i);
      tensors.put(parameter.name(), Tensor.of(parameter.shape(), values));
    }
    double[] input = uniform(shape.size());
    double[] expected = new ReferenceNetwork(model.tensors()).run(pair, input, shape, label());
    double[] actual =
        new ReferenceNetwork(tensors).run(List.of(folded.layer()), input, shape, label());
    assertThat(actual).containsExactly(expected, within(1e-4));
  }

  private static int indexOf(List<Layer> layers, Predicate<Layer> kind) {
    return layers.indexOf(layers.stream().filter(kind).findFirst().orElseThrow());
  }

  private static double[] label() {
    return new double[] {1, 0};
  }

  private static double[] uniform(int length) {
    return new Random(1).doubles(length, -1, 1).toArray();
  }

  /** A model whose normalisations have scales and variances other than 1. */
  private static TransferModel withNormalisation() {
    TransferModel plain = RandomModels.create(SPEC, 1);
    Map<String, Tensor> tensors = new HashMap<>(plain.tensors());
    Random random = new Random(2);
    for (var parameter : plain.network().parameters()) {
      switch (parameter.role()) {
        case SCALE, RUNNING_VARIANCE -> {
          float[] values = new float[parameter.size()];
          for (int i = 0; i < values.length; i++) {
            values[i] = 0.25f + 2 * random.nextFloat();
          }
          tensors.put(parameter.name(), Tensor.of(parameter.shape(), values));
        }
        default -> {}
      }
    }
    return new TransferModel(plain.spec(), tensors, plain.provenance());
  }
}

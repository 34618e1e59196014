package io.trvae.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.trvae.model.Tensor;
import io.trvae.model.TransferModel;
import io.trvae.network.Architecture;
import io.trvae.network.Layer;
import io.trvae.network.NetworkSpec;
import io.trvae.network.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each layer against numbers worked out by hand. */
class ReferenceNetworkTest {

  private static final double[] LABEL = {0.25, 0.75};

  private static double[] run(Layer layer, Map<String, Tensor> tensors, Shape shape, double... x) {
    return new ReferenceNetwork(tensors).run(List.of(layer), x, shape, LABEL);
  }

  private static double[] run(Layer layer, Shape shape, double... x) {
    return run(layer, Map.of(), shape, x);
  }

  private static Tensor tensor(List<Integer> shape, float... values) {
    return Tensor.of(shape, values);
  }

  @Test
  void affine() {
    assertThat(run(new Layer.Affine(2, -1), Shape.flat(2), 0, 1.5)).containsExactly(-1, 2);
  }

  @Test
  void convolutionPadsBeforeAndStrides() {
    Map<String, Tensor> weights =
        Map.of(
            "c.weight", tensor(List.of(1, 1, 2, 2), 1, 2, 3, 4),
            "c.bias", tensor(List.of(1), 0.5f));
    // Padded above and to the left only, a window of 2x2 at stride 2 sees (., ., ., 1),
    // (., ., 2, 3), (., 4, ., 7) and (5, 6, 8, 9).
    assertThat(
            run(
                new Layer.Conv2d("c", 1, 1, 2, 2, 1, 0),
                weights,
                new Shape(1, 3, 3),
                new double[] {1, 2, 3, 4, 5, 6, 7, 8, 9}))
        .containsExactly(4.5, 18.5, 36.5, 5 + 12 + 24 + 36 + 0.5);
  }

  @Test
  void convolutionPadsBehind() {
    Map<String, Tensor> weights =
        Map.of(
            "c.weight", tensor(List.of(1, 1, 2, 2), 1, 2, 3, 4),
            "c.bias", tensor(List.of(1), 0));
    assertThat(
            run(new Layer.Conv2d("c", 1, 1, 2, 1, 0, 1), weights, new Shape(1, 2, 2), 1, 2, 3, 4))
        .containsExactly(30, 14, 11, 4);
  }

  @Test
  void convolutionSumsOverInputChannelsForEachOutput() {
    Map<String, Tensor> weights =
        Map.of(
            "c.weight", tensor(List.of(2, 2, 1, 1), 1, 10, 100, 1000),
            "c.bias", tensor(List.of(2), 0, 0.5f));
    assertThat(
            run(new Layer.Conv2d("c", 2, 2, 1, 1, 0, 0), weights, new Shape(2, 1, 2), 1, 2, 3, 4))
        .containsExactly(31, 42, 3100.5, 4200.5);
  }

  @Test
  void denseWithAndWithoutBias() {
    Map<String, Tensor> weights =
        Map.of(
            "d.weight", tensor(List.of(2, 3), 1, 2, 3, 4, 5, 6),
            "d.bias", tensor(List.of(2), 0.5f, -1));
    assertThat(run(new Layer.Dense("d", 3, 2, true), weights, Shape.flat(3), 1, 10, 100))
        .containsExactly(321.5, 653);
    assertThat(run(new Layer.Dense("d", 3, 2, false), weights, Shape.flat(3), 1, 10, 100))
        .containsExactly(321, 654);
  }

  @Test
  void batchNormUsesRunningStatistics() {
    Map<String, Tensor> weights =
        Map.of(
            "n.weight", tensor(List.of(2), 2, 1),
            "n.bias", tensor(List.of(2), 0.5f, 0),
            "n.running_mean", tensor(List.of(2), 1, 10),
            "n.running_var", tensor(List.of(2), 3, 15));
    double[] y = run(new Layer.BatchNorm("n", 2, 1), weights, new Shape(2, 1, 2), 1, 5, 10, 14);
    assertThat(y).containsExactly(new double[] {0.5, 4.5, 0, 1}, within(1e-12));
  }

  @Test
  void activations() {
    assertThat(run(new Layer.LeakyRelu(0.5f), Shape.flat(3), -2, 0, 3)).containsExactly(-1, 0, 3);
    assertThat(run(new Layer.Tanh(), Shape.flat(2), 0, Math.log(2)))
        .containsExactly(new double[] {0, 0.6}, within(1e-12));
  }

  @Test
  void maxPoolTakesDisjointWindows() {
    assertThat(
            run(
                new Layer.MaxPool2x2(),
                new Shape(2, 2, 4),
                1,
                2,
                3,
                4,
                5,
                0,
                0,
                0,
                -1,
                -2,
                -3,
                -4,
                -5,
                -6,
                -7,
                -8))
        .containsExactly(5, 4, -1, -3);
  }

  @Test
  void upsampleRepeatsRowsAndColumns() {
    assertThat(run(new Layer.Upsample2x(), new Shape(1, 1, 2), 1, 2))
        .containsExactly(1, 1, 2, 2, 1, 1, 2, 2);
  }

  @Test
  void planesAreConstant() {
    assertThat(run(new Layer.Planes(1, 3), Shape.flat(2), 4, 5)).containsExactly(4, 4, 4, 5, 5, 5);
  }

  @Test
  void labelIsAppendedThroughItsEmbedding() {
    assertThat(run(new Layer.ConcatLabel(List.of()), Shape.flat(1), 9))
        .containsExactly(9, 0.25, 0.75);
    assertThat(
            run(
                new Layer.ConcatLabel(List.of(new Layer.Affine(4, 0), new Layer.Planes(1, 2))),
                new Shape(1, 1, 2),
                8,
                9))
        .containsExactly(8, 9, 1, 1, 3, 3);
  }

  @Test
  void labelAffineScalesAndShiftsByTheLabel() {
    Map<String, Tensor> tensors =
        Map.of(
            "a.weight", tensor(List.of(2, 2), 4, 8, 0, 4),
            "a.bias", tensor(List.of(2, 2), 0, 4, 4, 0));
    assertThat(run(new Layer.LabelAffine("a", 2, 2), tensors, new Shape(2, 1, 2), 1, 2, 3, -1))
        .containsExactly(4, 5, 16, -4);
  }

  @Test
  void someLayersOnlyRename() {
    assertThat(run(new Layer.Flatten(), new Shape(1, 2, 1), 1, 2)).containsExactly(1, 2);
    assertThat(run(new Layer.Reshape(new Shape(1, 2, 1)), Shape.flat(2), 1, 2))
        .containsExactly(1, 2);
    assertThat(run(new Layer.Dropout(0.5f), Shape.flat(2), 1, 2)).containsExactly(1, 2);
  }

  @Test
  void runsTheLargeReferenceArchitecture() {
    NetworkSpec spec = new NetworkSpec(Architecture.ARCH_STYLE_3, 32, 3, 8, 16, 0);
    TransferModel model = RandomModels.create(spec, 3);
    ReferenceNetwork network = new ReferenceNetwork(model.tensors());
    double[] label = {0, 1, 0};
    double[] latent = network.encode(model.network(), new double[3 * 32 * 32], label)[0];
    double[] image = network.decode(model.network(), latent, label);
    assertThat(latent).hasSize(8).doesNotContain(0).doesNotContain(Double.NaN);
    assertThat(image).hasSize(3 * 32 * 32).doesNotContain(Double.NaN);
    assertThat(Arrays.stream(image).max().getAsDouble()).isPositive();
  }
}

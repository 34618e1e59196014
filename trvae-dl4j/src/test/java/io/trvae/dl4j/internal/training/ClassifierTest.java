package io.trvae.dl4j.internal.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.trvae.model.Tensor;
import io.trvae.network.JudgeNetwork;
import io.trvae.network.Parameter;
import io.trvae.network.Shape;
import io.trvae.spi.training.TinyNetworks;
import io.trvae.testkit.ReferenceNetwork;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ClassifierTest {

  private static final JudgeNetwork NETWORK = new JudgeNetwork(16, 3);
  private static final int LENGTH = 3 * 16 * 16;

  private static Map<String, Tensor> weights() {
    Random random = new Random(4);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Parameter parameter : NETWORK.parameters()) {
      float[] values = TinyNetworks.draw(parameter, random);
      tensors.put(parameter.name(), Tensor.of(parameter.shape(), values));
    }
    return tensors;
  }

  private static float[] noise(int images, long seed) {
    Random random = new Random(seed);
    float[] noise = new float[images * LENGTH];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = random.nextFloat();
    }
    return noise;
  }

  @Test
  void infersAsPlainLoopsDo() {
    Map<String, Tensor> weights = weights();
    float[] images = noise(2, 1);
    float[][] features = new float[3][];
    float[][] logits = new float[3][];
    try (Classifier classifier = new Classifier(NETWORK, 4, 1)) {
      classifier.fill(weights);
      classifier.infer(images, 2, features, logits, 1);
    }

    ReferenceNetwork reference = new ReferenceNetwork(weights);
    for (int i = 0; i < 2; i++) {
      double[] image = new double[LENGTH];
      int first = i * LENGTH;
      Arrays.setAll(image, j -> images[first + j]);
      double[] expected =
          reference.run(NETWORK.features(), image, NETWORK.imageShape(), new double[3]);
      assertClose(features[i + 1], expected);
      assertClose(
          logits[i + 1], reference.run(NETWORK.logits(), expected, Shape.flat(96), new double[3]));
    }
    assertThat(features[0]).isNull();
  }

  private static void assertClose(float[] actual, double[] expected) {
    assertThat(actual).hasSize(expected.length);
    for (int i = 0; i < actual.length; i++) {
      assertThat((double) actual[i]).isCloseTo(expected[i], within(1e-4));
    }
  }

  /** A step of its size against the whole gradient loses that much: to first order. */
  @Test
  void lossFallsAsTheGradientSays() {
    float[] images = noise(6, 2);
    int[] labels = {0, 1, 2, 2, 0, 0};
    try (Classifier classifier = new Classifier(NETWORK, 6, 1)) {
      classifier.fill(weights());
      Parameters parameters = classifier.parameters();
      double before = classifier.train(images, labels, 0);
      double squares = Math.pow(parameters.gradientVector().norm2Number().doubleValue(), 2);
      double step = 1e-3 / squares;
      parameters.trainedVector().subi(parameters.gradientVector().mul(step));

      // The same step draws the same dropout.
      double after = classifier.train(images, labels, 0);

      assertThat(before - after).isCloseTo(1e-3, within(2e-4));
    }
  }

  @Test
  void tensorsAreThoseOfTheNetwork() {
    Map<String, Tensor> weights = weights();
    try (Classifier classifier = new Classifier(NETWORK, 2, 1)) {
      classifier.fill(weights);

      Map<String, Tensor> copy = classifier.parameters().toTensors();

      assertThat(copy.keySet()).containsExactlyInAnyOrderElementsOf(weights.keySet());
      copy.forEach(
          (name, tensor) -> assertThat(tensor.toFloats()).isEqualTo(weights.get(name).toFloats()));
    }
  }
}

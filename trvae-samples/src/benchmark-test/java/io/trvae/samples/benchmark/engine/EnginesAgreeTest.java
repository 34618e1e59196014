package io.trvae.samples.benchmark.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.trvae.model.TransferModel;
import io.trvae.network.Architecture;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A peer that computes something else is not a peer. */
class EnginesAgreeTest {

  private static final int[] BATCHES = {1, 3, 8};

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void everyEngineTransfersAsNd4jDoes(Architecture architecture) {
    TransferModel model = RandomModel.of(architecture);
    int pixels = model.network().spec().imageShape().size();
    for (EngineKind kind : EngineKind.values()) {
      if (kind == EngineKind.ND4J || kind.missing().isPresent()) {
        continue;
      }
      try (TransferEngine reference = EngineKind.ND4J.open(model, 2);
          TransferEngine engine = kind.open(model, 2)) {
        for (int batch : BATCHES) {
          float[] images = new float[batch * pixels];
          Random random = new Random(batch);
          for (int i = 0; i < images.length; i++) {
            images[i] = random.nextFloat();
          }
          float[] from = labels(batch, 0);
          float[] to = labels(batch, 1);
          float[] expected = new float[images.length];
          float[] actual = new float[images.length];
          reference.transfer(images, from, to, batch, expected);
          engine.transfer(images, from, to, batch, actual);
          double max = 0;
          double largest = 0;
          for (int i = 0; i < expected.length; i++) {
            max = Math.max(max, Math.abs(expected[i] - actual[i]));
            largest = Math.max(largest, Math.abs(expected[i]));
          }
          assertThat(largest).as("values worth comparing").isGreaterThan(0.1);
          assertThat(max).as(kind + " at batch " + batch).isLessThan(kind.tolerance());
        }
      }
    }
  }

  private static float[] labels(int batch, int domain) {
    float[] labels = new float[batch * 3];
    for (int i = 0; i < batch; i++) {
      labels[i * 3 + (domain + i) % 3] = 1;
    }
    return labels;
  }
}

package io.trvae.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LabelProbeTest {

  private static final int COUNT = 150;

  private final int[] labels = new int[COUNT];
  private final float[][] clusters = new float[COUNT][3];
  private final float[][] noise = new float[COUNT][3];

  LabelProbeTest() {
    Random random = new Random(1);
    for (int i = 0; i < COUNT; i++) {
      labels[i] = i % 3;
      for (int j = 0; j < 3; j++) {
        noise[i][j] = (float) random.nextGaussian();
        // Far from 0 and of different scales, as only standardised vectors can be.
        clusters[i][j] = (float) (100 + Math.pow(10, j) * (noise[i][j] + (labels[i] == j ? 9 : 0)));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void separableClustersAreFound(LabelProbe probe) {
    assertThat(probe.accuracy(clusters, labels, 5, 1)).isEqualTo(new Estimate(1, 0));
  }

  /** Three equally frequent labels that the vectors know nothing of. */
  @ParameterizedTest
  @EnumSource
  void noiseTellsNothing(LabelProbe probe) {
    Estimate accuracy = probe.accuracy(noise, labels, 5, 1);

    assertThat(accuracy.value()).isCloseTo(1 / 3.0, within(0.13));
    double share = accuracy.value();
    assertThat(accuracy.error())
        .isCloseTo(Math.sqrt(share * (1 - share) / (COUNT - 1)), within(1e-12));
  }

  /** Exclusive or: no line separates it, two layers do. */
  @Test
  void onlyTwoLayersSeeWhatNoLineSeparates() {
    int[] exclusiveOr = new int[COUNT];
    for (int i = 0; i < COUNT; i++) {
      exclusiveOr[i] = noise[i][0] > 0 ^ noise[i][1] > 0 ? 1 : 0;
    }

    assertThat(LabelProbe.LINEAR.accuracy(noise, exclusiveOr, 5, 1).value()).isLessThan(0.7);
    assertThat(LabelProbe.TWO_LAYER.accuracy(noise, exclusiveOr, 5, 1).value()).isGreaterThan(0.85);
  }

  @ParameterizedTest
  @EnumSource
  void theSameSeedGivesTheSameAccuracy(LabelProbe probe) {
    assertThat(probe.accuracy(noise, labels, 3, 4)).isEqualTo(probe.accuracy(noise, labels, 3, 4));
  }

  @Test
  void constantValuesDoNoHarm() {
    float[][] vectors = new float[COUNT][4];
    for (int i = 0; i < COUNT; i++) {
      System.arraycopy(clusters[i], 0, vectors[i], 0, 3);
      vectors[i][3] = 7;
    }

    assertThat(LabelProbe.LINEAR.accuracy(vectors, labels, 5, 1).value()).isEqualTo(1);
  }

  @Test
  void refusesLabelsThatCannotBeLearnt() {
    float[][] vectors = {{1}, {2}, {3}, {4}};

    assertThatIllegalArgumentException()
        .isThrownBy(() -> LabelProbe.LINEAR.accuracy(vectors, new int[] {0, 0, 1}, 2, 1))
        .withMessage("There are 4 vectors, but 3 labels");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LabelProbe.LINEAR.accuracy(vectors, new int[] {0, 0, 0, 1}, 2, 1))
        .withMessage("Label 1 occurs 1 times, 2 folds need it at least as often");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LabelProbe.LINEAR.accuracy(vectors, new int[] {0, 0, 2, 2}, 2, 1))
        .withMessageStartingWith("Label 1 occurs 0 times");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LabelProbe.LINEAR.accuracy(vectors, new int[4], 2, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LabelProbe.LINEAR.accuracy(vectors, new int[] {-1, -1, 0, 0}, 2, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LabelProbe.LINEAR.accuracy(vectors, new int[] {0, 0, 1, 1}, 1, 1));
  }
}

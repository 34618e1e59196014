package io.trvae.cuda.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.trvae.network.Layer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TapsTest {

  private static final int SIZE = 5;

  /** One input channel, one output channel: the rest is the same for each. */
  @ParameterizedTest
  @CsvSource({"1, 0", "2, 0", "2, 1", "3, 1", "3, 0", "4, 2", "4, 1", "5, 2"})
  void fourSmallKernelsComputeWhatOneDoesAfterAnEnlargement(int kernel, int before) {
    var layer = new Layer.Conv2d("c", 1, 1, kernel, 1, before, kernel - 1 - before);
    Random random = new Random(kernel);
    float[] weight = random(kernel * kernel, random);
    float[] image = random(SIZE * SIZE, random);
    Taps taps = Taps.of(layer, true);
    float[] arranged = taps.arrange(weight, layer, 1, 1);
    int small = taps.kernel();
    assertThat(small).isEqualTo(kernel / 2 + 1);
    for (int y = 0; y < 2 * SIZE; y++) {
      for (int x = 0; x < 2 * SIZE; x++) {
        double expected = 0;
        for (int i = 0; i < kernel * kernel; i++) {
          int row = y + i / kernel - before;
          int column = x + i % kernel - before;
          expected += weight[i] * at(image, Math.floorDiv(row, 2), Math.floorDiv(column, 2));
        }
        int phase = y % 2 * 2 + x % 2;
        int top = y / 2 + (y % 2 == 0 ? taps.firstOrigin() : taps.secondOrigin());
        int left = x / 2 + (x % 2 == 0 ? taps.firstOrigin() : taps.secondOrigin());
        double actual = 0;
        for (int i = 0; i < small * small; i++) {
          actual +=
              arranged[phase * small * small + i] * at(image, top + i / small, left + i % small);
        }
        assertThat(actual).isCloseTo(expected, within(1e-5));
      }
    }
  }

  @Test
  void refusesAnEnlargementBeforeAStride() {
    var layer = new Layer.Conv2d("strided", 1, 1, 3, 2, 1, 1);
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> Taps.of(layer, true))
        .withMessageContaining("strided");
  }

  private static float at(float[] image, int row, int column) {
    return row < 0 || row >= SIZE || column < 0 || column >= SIZE ? 0 : image[row * SIZE + column];
  }

  private static float[] random(int length, Random random) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = random.nextFloat() - 0.5f;
    }
    return values;
  }
}

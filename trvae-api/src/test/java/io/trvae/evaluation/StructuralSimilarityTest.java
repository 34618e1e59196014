package io.trvae.evaluation;

import static io.trvae.evaluation.TestBatches.grey;
import static io.trvae.evaluation.TestBatches.luminanceAt;
import static io.trvae.evaluation.TestBatches.noise;
import static io.trvae.evaluation.TestBatches.plain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class StructuralSimilarityTest {

  @Test
  void equalImagesAreOne() {
    ImageBatch images = noise(2, 12, 0, 1, 1);

    assertThat(StructuralSimilarity.of(images, images).value()).isCloseTo(1, within(1e-9));
  }

  /** Without variance only the means are left. */
  @Test
  void plainImagesAreComparedByTheirMeans() {
    Estimate similarity = StructuralSimilarity.of(plain(11, grey(0.25)), plain(11, grey(0.75)));

    assertThat(similarity.value())
        .isCloseTo((2 * 0.25 * 0.75 + 1e-4) / (0.25 * 0.25 + 0.75 * 0.75 + 1e-4), within(1e-9));
  }

  @Test
  void negativesAreNegative() {
    ImageBatch images = noise(1, 16, 0, 1, 1);

    assertThat(StructuralSimilarity.of(images, TestBatches.scaled(images, -1, 1)).value())
        .isNegative();
  }

  /** Window by window with the two-dimensional Gaussian, as the equations are printed. */
  @Test
  void followsTheEquations() {
    ImageBatch images = noise(1, 13, 0, 1, 1);
    ImageBatch references = noise(1, 13, 0.2, 0.9, 2);
    double sum = 0;
    for (int top = 0; top < 3; top++) {
      for (int left = 0; left < 3; left++) {
        sum += window(images, references, top, left);
      }
    }

    assertThat(StructuralSimilarity.of(images, references).value())
        .isCloseTo(sum / 9, within(1e-9));
  }

  private static double window(ImageBatch images, ImageBatch references, int top, int left) {
    double weight = 0;
    double x = 0;
    double y = 0;
    for (int i = 0; i < 121; i++) {
      weight += gaussian(i);
      x += gaussian(i) * luminanceAt(images, 0, top + i / 11, left + i % 11);
      y += gaussian(i) * luminanceAt(references, 0, top + i / 11, left + i % 11);
    }
    x /= weight;
    y /= weight;
    double xx = 0;
    double yy = 0;
    double xy = 0;
    for (int i = 0; i < 121; i++) {
      double fromX = luminanceAt(images, 0, top + i / 11, left + i % 11) - x;
      double fromY = luminanceAt(references, 0, top + i / 11, left + i % 11) - y;
      xx += gaussian(i) / weight * fromX * fromX;
      yy += gaussian(i) / weight * fromY * fromY;
      xy += gaussian(i) / weight * fromX * fromY;
    }
    return (2 * x * y + 0.0001)
        * (2 * xy + 0.0009)
        / ((x * x + y * y + 0.0001) * (xx + yy + 0.0009));
  }

  private static double gaussian(int i) {
    double fromCentre = Math.hypot(i / 11 - 5.0, i % 11 - 5.0);
    return Math.exp(-fromCentre * fromCentre / 4.5);
  }

  @Test
  void needsAWholeWindow() {
    ImageBatch small = noise(1, 10, 0, 1, 1);

    assertThatIllegalArgumentException().isThrownBy(() -> StructuralSimilarity.of(small, small));
  }
}

package io.trvae.dl4j.internal.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class AugmentationTest {

  private static final int SIZE = 32;
  private static final int PLANE = SIZE * SIZE;
  private static final int STEPS = 40;

  private final Augmentation augmentation = new Augmentation(SIZE, 3);

  /** A bright dot on black. */
  private static float[] dot(int x, int y) {
    float[] image = new float[3 * PLANE];
    for (int channel = 0; channel < 3; channel++) {
      image[channel * PLANE + y * SIZE + x] = 1;
    }
    return image;
  }

  @Test
  void seedAndStepAloneDecide() {
    float[] first = dot(9, 9);
    float[] again = dot(9, 9);
    float[] next = dot(9, 9);
    float[] otherSeed = dot(9, 9);

    augmentation.apply(first, 5);
    new Augmentation(SIZE, 3).apply(again, 5);
    augmentation.apply(next, 6);
    new Augmentation(SIZE, 4).apply(otherSeed, 5);

    assertThat(again).isEqualTo(first);
    assertThat(next).isNotEqualTo(first);
    assertThat(otherSeed).isNotEqualTo(first);
  }

  @Test
  void imagesOfABatchChangeEachInItsOwnWay() {
    float[] two = Arrays.copyOf(dot(9, 9), 6 * PLANE);
    System.arraycopy(two, 0, two, 3 * PLANE, 3 * PLANE);

    augmentation.apply(two, 0);

    assertThat(Arrays.copyOfRange(two, 0, 3 * PLANE))
        .isNotEqualTo(Arrays.copyOfRange(two, 3 * PLANE, 6 * PLANE));
  }

  /** Blur keeps the brightest place where it is, and noise is weaker than what blur leaves. */
  @Test
  void contentMovesByAtMostASixteenthOfTheSide() {
    int[] moved = new int[STEPS];
    for (int step = 0; step < STEPS; step++) {
      float[] image = new float[3 * PLANE];
      for (int y = 10; y < 15; y++) {
        for (int x = 10; x < 15; x++) {
          for (int channel = 0; channel < 3; channel++) {
            image[channel * PLANE + y * SIZE + x] = 1;
          }
        }
      }
      augmentation.apply(image, step);
      double light = 0;
      double places = 0;
      double darkest = Arrays.stream(toDoubles(image)).min().orElseThrow();
      double brightest = Arrays.stream(toDoubles(image)).max().orElseThrow();
      for (int i = 0; i < PLANE; i++) {
        // Noise on the black background has no say.
        if (image[i] > (darkest + brightest) / 2) {
          light += 1;
          places += i % SIZE;
        }
      }
      moved[step] = (int) Math.round(places / light) - 12;
    }
    assertThat(moved).contains(-2, -1, 0, 1, 2);
    assertThat(Arrays.stream(moved).max().orElseThrow()).isEqualTo(2);
    assertThat(Arrays.stream(moved).min().orElseThrow()).isEqualTo(-2);
  }

  /** Without noise, which half of the images get, a plain image stays plain. */
  @Test
  void plainImagesStayPlainAndNearTheirColour() {
    int plain = 0;
    for (int step = 0; step < STEPS; step++) {
      float[] image = new float[3 * PLANE];
      Arrays.fill(image, 0, PLANE, 0.7f);
      Arrays.fill(image, PLANE, 3 * PLANE, 0.4f);
      augmentation.apply(image, step);
      double[] means = new double[3];
      boolean allEqual = true;
      for (int i = 0; i < image.length; i++) {
        means[i / PLANE] += image[i] / (double) PLANE;
        allEqual &= Math.abs(image[i] - image[i / PLANE * PLANE]) < 1e-5;
      }
      plain += allEqual ? 1 : 0;
      assertThat(means[0]).isBetween(0.4, 1.0);
      // What is red stays so, by a factor of 0.7 * 0.7 to 1.3 * 1.3.
      assertThat(means[0] - means[1]).isBetween(0.3 * 0.49 - 0.01, 0.3 * 1.69 + 0.01);
      assertThat(means[1]).isCloseTo(means[2], within(0.01));
    }
    assertThat(plain).isBetween(STEPS / 4, STEPS * 3 / 4);
  }

  private static double[] toDoubles(float[] values) {
    double[] wide = new double[values.length];
    Arrays.setAll(wide, i -> values[i]);
    return wide;
  }
}

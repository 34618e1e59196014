package io.trvae.evaluation;

import static io.trvae.evaluation.TestBatches.grey;
import static io.trvae.evaluation.TestBatches.noise;
import static io.trvae.evaluation.TestBatches.plain;
import static io.trvae.evaluation.TestBatches.scaled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DiversityTest {

  @Test
  void plainImagesDifferByTheirGreys() {
    // Distances 0.25, 0.75 and 0.5.
    Estimate diversity = Diversity.of(plain(2, grey(0), grey(0.25), grey(0.75)));

    assertThat(diversity.value()).isCloseTo(0.5, within(1e-12));
    // Without one image each: 0.5, 0.75 and 0.25.
    assertThat(diversity.error())
        .isCloseTo(Math.sqrt(2 / 3.0 * (0.25 * 0.25 + 0.25 * 0.25)), within(1e-12));
  }

  @Test
  void distanceIsTheRootOfTheMeanSquare() {
    ImageBatch images = noise(2, 3, 0, 1, 1);
    float[] values = images.toArray();
    double squares = 0;
    for (int i = 0; i < 27; i++) {
      squares += Math.pow((double) values[i] - values[27 + i], 2);
    }

    Estimate diversity = Diversity.of(images);

    assertThat(diversity.value()).isCloseTo(Math.sqrt(squares / 27), within(1e-12));
    assertThat(diversity.error()).isNaN();
  }

  @Test
  void oneFaceForAllHasNone() {
    ImageBatch same = plain(2, grey(0.4), grey(0.4), grey(0.4));

    assertThat(Diversity.of(same)).isEqualTo(new Estimate(0, 0));
    assertThat(Diversity.ratio(same, noise(3, 2, 0, 1, 1)).value()).isZero();
  }

  @Test
  void halfTheContrastIsHalfTheDiversity() {
    ImageBatch real = noise(5, 4, 0, 1, 1);

    assertThat(Diversity.ratio(scaled(real, 0.5, 0.1), real).value()).isCloseTo(0.5, within(1e-6));
    assertThat(Diversity.ratio(real, real).value()).isEqualTo(1);
  }

  @Test
  void needsTwoImages() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Diversity.of(noise(1, 4, 0, 1, 1)))
        .withMessage("Diversity is that of 2 images or more, got 1");
  }
}

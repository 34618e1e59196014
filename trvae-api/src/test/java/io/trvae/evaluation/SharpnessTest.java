package io.trvae.evaluation;

import static io.trvae.evaluation.TestBatches.grey;
import static io.trvae.evaluation.TestBatches.luminanceAt;
import static io.trvae.evaluation.TestBatches.noise;
import static io.trvae.evaluation.TestBatches.plain;
import static io.trvae.evaluation.TestBatches.scaled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class SharpnessTest {

  @Test
  void isTheVarianceOfTheLaplacian() {
    ImageBatch image = noise(1, 4, 0, 1, 1);
    double[] laplacians = new double[4];
    int next = 0;
    for (int y = 1; y <= 2; y++) {
      for (int x = 1; x <= 2; x++) {
        laplacians[next++] =
            luminanceAt(image, 0, y, x - 1)
                + luminanceAt(image, 0, y, x + 1)
                + luminanceAt(image, 0, y - 1, x)
                + luminanceAt(image, 0, y + 1, x)
                - 4 * luminanceAt(image, 0, y, x);
      }
    }
    double mean = DoubleStream.of(laplacians).average().orElseThrow();
    double variance =
        DoubleStream.of(laplacians).map(value -> (value - mean) * (value - mean)).sum() / 4;

    assertThat(Sharpness.of(image).value()).isCloseTo(variance, within(1e-12));
  }

  @Test
  void plainImagesHaveNone() {
    ImageBatch plain = plain(5, grey(0.3), grey(0.7));

    assertThat(Sharpness.of(plain).value()).isCloseTo(0, within(1e-20));
  }

  /** The Laplacian of a checkerboard of 0 and 1 is 4 and -4 in turns. */
  @Test
  void checkerboardHasTheMost() {
    float[] values = new float[3 * 36];
    for (int i = 0; i < values.length; i++) {
      values[i] = (i / 6 + i % 6) % 2;
    }

    assertThat(Sharpness.of(ImageBatch.of(6, values)).value()).isCloseTo(16, within(1e-12));
  }

  @Test
  void halfTheContrastIsAQuarterOfTheSharpness() {
    ImageBatch real = noise(4, 8, 0, 1, 1);
    Estimate ratio = Sharpness.ratio(scaled(real, 0.5, 0.2), real);

    assertThat(ratio.value()).isCloseTo(0.25, within(1e-6));
    assertThat(ratio.error()).isPositive();
  }

  @Test
  void needsAnInside() {
    assertThatIllegalArgumentException().isThrownBy(() -> Sharpness.of(noise(1, 2, 0, 1, 1)));
  }
}

package io.trvae.evaluation;

import static io.trvae.evaluation.TestBatches.grey;
import static io.trvae.evaluation.TestBatches.noise;
import static io.trvae.evaluation.TestBatches.plain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PeakSignalToNoiseRatioTest {

  @Test
  void aTenthAndAHundredthOff() {
    ImageBatch images = plain(2, grey(0.5), grey(0.5));
    ImageBatch references = plain(2, grey(0.6), grey(0.49));

    Estimate ratio = PeakSignalToNoiseRatio.of(images, references);

    // 20 and 40 decibels.
    assertThat(ratio.value()).isCloseTo(30, within(1e-4));
    assertThat(ratio.error()).isCloseTo(10, within(1e-4));
  }

  @Test
  void oneValueOfManyIsOff() {
    float[] values = new float[3 * 25];
    values[7] = 0.5f;

    Estimate ratio =
        PeakSignalToNoiseRatio.of(
            ImageBatch.of(5, values), ImageBatch.of(5, new float[values.length]));

    assertThat(ratio.value()).isCloseTo(10 * Math.log10(75 / 0.25), within(1e-9));
  }

  @Test
  void equalImagesHaveNoNoise() {
    ImageBatch images = noise(2, 4, 0, 1, 1);

    assertThat(PeakSignalToNoiseRatio.of(images, images).value()).isPositive().isInfinite();
  }

  @Test
  void refusesOtherShapes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PeakSignalToNoiseRatio.of(noise(2, 4, 0, 1, 1), noise(2, 5, 0, 1, 1)));
  }
}

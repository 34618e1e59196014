package io.trvae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatentTest {

  private static final Latent LATENT = Latent.of(new float[] {1, -2}, new float[] {0, 3});

  @Test
  void changingArraysChangesNoCode() {
    float[] mean = {1, -2};
    float[] logVar = {0, 3};
    Latent latent = Latent.of(mean, logVar);
    mean[0] = 9;
    logVar[0] = 9;
    latent.mean()[1] = 9;
    latent.logVar()[1] = 9;

    assertThat(latent).isEqualTo(LATENT).hasSameHashCodeAs(LATENT).hasToString("Latent[size=2]");
    assertThat(latent.size()).isEqualTo(2);
  }

  @Test
  void meansAndVariancesMakeTheDifference() {
    assertThat(LATENT)
        .isNotEqualTo(Latent.of(new float[] {1, -2}, new float[] {0, 4}))
        .isNotEqualTo(Latent.of(new float[] {1, -1}, new float[] {0, 3}))
        .isNotEqualTo(null);
    assertThat(LATENT.hashCode())
        .isNotEqualTo(Latent.of(new float[] {1, -2}, new float[] {0, 4}).hashCode())
        .isNotEqualTo(Latent.of(new float[] {1, -1}, new float[] {0, 3}).hashCode());
  }

  @Test
  void refusesOtherLengths() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Latent.of(new float[2], new float[3]))
        .withMessageContaining("2 and 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Latent.of(new float[0], new float[0]))
        .withMessageContaining("at least one");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LATENT.interpolate(Latent.of(new float[1], new float[1]), 0.5))
        .withMessageContaining("2 and 1");
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void refusesWhatIsNotFinite(float value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Latent.of(new float[] {0, value}, new float[2]))
        .withMessage("mean[1] is " + value);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Latent.of(new float[2], new float[] {0, value}))
        .withMessage("logVar[1] is " + value);
  }

  @Test
  void blendsMeansAndVariancesLinearly() {
    Latent other = Latent.of(new float[] {5, 6}, new float[] {4, -1});

    assertThat(LATENT.interpolate(other, 0)).isEqualTo(LATENT);
    assertThat(LATENT.interpolate(other, 0.25))
        .isEqualTo(Latent.of(new float[] {2, 0}, new float[] {1, 2}));
    assertThat(LATENT.interpolate(other, 1)).isEqualTo(other);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.001, 1.001, Double.NaN})
  void refusesToBlendBeyondTheOther(double amount) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LATENT.interpolate(LATENT, amount))
        .withMessageContaining("amount " + amount);
  }

  @Test
  void drawsFromItsGaussian() {
    Random random = new Random(5);
    float first = (float) (1 + random.nextGaussian());
    float second = (float) (-2 + Math.exp(1.5) * random.nextGaussian());

    assertThat(LATENT.sample(5))
        .isEqualTo(Latent.of(new float[] {first, second}, new float[] {0, 3}));
    assertThat(LATENT.sample(6)).isNotEqualTo(LATENT.sample(5));
  }
}

package io.trvae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.trvae.testkit.Images;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransferRequestTest {

  private final RgbImage image = Images.noise(4, 3, 1);
  private final TransferRequest request =
      TransferRequest.of(image, DomainLabel.REAL, DomainLabel.ANIME);

  @Test
  void startsFromTheFullTransferOfTheMean() {
    assertThat(request.strength()).isEqualTo(1);
    assertThat(request.samplingSeed()).isEmpty();
    assertThat(request.outputSize()).isEqualTo(OutputSize.ofModel());
  }

  @Test
  void eachChangeLeavesTheRest() {
    TransferRequest changed =
        request.withStrength(0.5).withSampling(7).withOutputSize(OutputSize.pixels(9));
    assertThat(changed)
        .isEqualTo(
            new TransferRequest(
                image,
                DomainLabel.REAL,
                DomainLabel.ANIME,
                0.5,
                OptionalLong.of(7),
                new OutputSize.Pixels(9)));
    assertThat(request.strength()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.001, 1.001, Double.NaN})
  void strengthIsWithinZeroAndOne(double strength) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> request.withStrength(strength))
        .withMessageContaining("strength " + strength);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, OutputSize.MAX_PIXELS + 1})
  void outputSizeIsSensible(int side) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OutputSize.pixels(side))
        .withMessageContaining("Output size " + side);
  }

  @Test
  void nullIsNamed() {
    assertThatNullPointerException()
        .isThrownBy(() -> TransferRequest.of(image, DomainLabel.REAL, null))
        .withMessage("to");
  }
}

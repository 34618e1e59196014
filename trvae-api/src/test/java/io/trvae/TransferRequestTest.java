package io.trvae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.trvae.face.Face;
import io.trvae.face.FacePolicy;
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
    assertThat(request.levels()).isEqualTo(Levels.CLIPPED);
    assertThat(request.faces()).isEqualTo(FacePolicy.wholeImage());
  }

  @Test
  void eachChangeLeavesTheRest() {
    TransferRequest changed =
        request
            .withStrength(0.5)
            .withSampling(7)
            .withOutputSize(OutputSize.pixels(9))
            .withLevels(Levels.STRETCHED)
            .withFaces(FacePolicy.largest());
    assertThat(changed)
        .isEqualTo(
            new TransferRequest(
                image,
                DomainLabel.REAL,
                DomainLabel.ANIME,
                0.5,
                OptionalLong.of(7),
                new OutputSize.Pixels(9),
                Levels.STRETCHED,
                FacePolicy.largest()));
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
  void aGivenFaceReachesIntoTheImage() {
    FacePolicy cutByTheCorner = FacePolicy.given(Face.of(-1, -1, 3));
    assertThat(request.withFaces(cutByTheCorner).faces()).isEqualTo(cutByTheCorner);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> request.withFaces(FacePolicy.given(Face.of(6, 5, 3))))
        .withMessageContaining("centreX=6.0")
        .withMessageContaining("outside the image of 4x3");
  }

  @Test
  void nullIsNamed() {
    assertThatNullPointerException()
        .isThrownBy(() -> TransferRequest.of(image, DomainLabel.REAL, null))
        .withMessage("to");
  }
}

package io.trvae.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.trvae.RgbImage;
import io.trvae.testkit.Images;
import java.awt.geom.AffineTransform;
import java.awt.geom.Point2D;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaceTest {

  private static final Offset<Double> ROUNDING = within(1e-9);

  @Test
  void isUprightAndSureUnlessSaidOtherwise() {
    assertThat(Face.of(3, 4, 5)).isEqualTo(new Face(3, 4, 5, 0, 1));
    assertThat(Face.of(3, 4, 5).withRollDegrees(-30)).isEqualTo(new Face(3, 4, 5, -30, 1));
  }

  @ParameterizedTest
  @CsvSource({
    "NaN, 0, 1, 0, 1",
    "0, Infinity, 1, 0, 1",
    "0, 0, 0, 0, 1",
    "0, 0, NaN, 0, 1",
    "0, 0, Infinity, 0, 1",
    "0, 0, 1, NaN, 1",
    "0, 0, 1, 0, -0.1",
    "0, 0, 1, 0, 1.1",
    "0, 0, 1, 0, NaN",
  })
  void refusesNumbersThatMakeNoSense(
      double x, double y, double side, double roll, double confidence) {
    assertThatIllegalArgumentException().isThrownBy(() -> new Face(x, y, side, roll, confidence));
  }

  @Test
  void eyesAreAt45PercentOfTheHeight() {
    Face face = Face.ofEyesAndMouth(point(90, 200), point(110, 200), point(100, 215), 0.7);

    assertThat(face.side()).isEqualTo(3.6 * 20);
    assertThat(face.centreX()).isEqualTo(100);
    assertThat(200 - (face.centreY() - face.side() / 2)).isEqualTo(0.45 * 72, ROUNDING);
    assertThat(face.rollDegrees()).isZero();
    assertThat(face.confidence()).isEqualTo(0.7);
  }

  @Test
  void aHeadTurnedAsideIsMeasuredByItsHeight() {
    Face face = Face.ofEyesAndMouth(point(95, 200), point(105, 200), point(100, 222), 1);
    assertThat(face.side()).isEqualTo(3.3 * 22, ROUNDING);
  }

  @ParameterizedTest
  @ValueSource(doubles = {30, -30, 90, 180, -135})
  void theSquareLeansWithTheHead(double degrees) {
    Face upright = Face.ofEyesAndMouth(point(90, 200), point(110, 200), point(100, 215), 1);
    AffineTransform lean = AffineTransform.getRotateInstance(Math.toRadians(degrees), 10, 20);

    Face leaning =
        Face.ofEyesAndMouth(
            lean.transform(point(90, 200), null),
            lean.transform(point(110, 200), null),
            lean.transform(point(100, 215), null),
            1);

    Point2D centre = lean.transform(point(upright.centreX(), upright.centreY()), null);
    assertThat(leaning.centreX()).isEqualTo(centre.getX(), ROUNDING);
    assertThat(leaning.centreY()).isEqualTo(centre.getY(), ROUNDING);
    assertThat(leaning.side()).isEqualTo(upright.side(), ROUNDING);
    assertThat(leaning.rollDegrees()).isEqualTo(degrees, ROUNDING);
  }

  @Test
  void threePointsInOneAreNoFace() {
    Point2D point = point(1, 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Face.ofEyesAndMouth(point, point, point, 1));
  }

  @ParameterizedTest
  @CsvSource({"50, 20, 25, 10, 20", "51, 20, 25, 10, 20", "7, 10, 3.5, 4.5, 7", "1, 1, .5, .5, 1"})
  void theCentreSquareIsThatOfTheImage(int width, int height, double x, double y, double side) {
    RgbImage image = Images.noise(width, height, 1);
    Face face = Face.centreSquareOf(image);
    assertThat(face).isEqualTo(new Face(x, y, side, 0, 0));
    assertThat(image.crop((int) (x - side / 2), (int) (y - side / 2), (int) side, (int) side))
        .isEqualTo(image.centreSquare());
  }

  @ParameterizedTest
  @CsvSource({
    "20, 10, 2, true",
    "-1, 5, 2.01, true",
    "-1, 5, 2, false",
    "41, 5, 2.01, true",
    "41, 5, 2, false",
    "20, -3, 6.01, true",
    "20, 23, 6, false",
    "43, 24, 10.01, true",
    "43, 24, 10, false",
  })
  void reachesIntoAnImageByItsCircle(double x, double y, double side, boolean reaches) {
    assertThat(Face.of(x, y, side).reachesInto(Images.noise(40, 20, 1))).isEqualTo(reaches);
  }

  private static Point2D point(double x, double y) {
    return new Point2D.Double(x, y);
  }
}

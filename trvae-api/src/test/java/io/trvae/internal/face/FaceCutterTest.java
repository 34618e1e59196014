package io.trvae.internal.face;

import static org.assertj.core.api.Assertions.assertThat;

import io.trvae.RgbImage;
import io.trvae.face.Face;
import io.trvae.testkit.Images;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaceCutterTest {

  private static final int SIZE = 64;

  /** What every cut of a face that {@link DrawnPhoto} has drawn looks like. */
  private static final RgbImage UPRIGHT = head(new Face(500, 400, 256, 0, 1));

  private final RgbImage noise = Images.noise(300, 200, 1);

  @Test
  void anUprightSquareOnWholePixelsIsCroppedAndResized() {
    assertThat(new FaceCutter(noise).cut(Face.of(140, 80, 64), SIZE))
        .isEqualTo(noise.crop(108, 48, 64, 64));
    RgbImage shrunk = new FaceCutter(noise).cut(Face.of(140, 96, 192), SIZE);
    assertThat(largestDifference(shrunk, noise.crop(44, 0, 192, 192).resize(SIZE, SIZE)))
        .isLessThanOrEqualTo(1);
  }

  @Test
  void aLargeFaceIsTheAverageOfItsPixels() {
    RgbImage large = Images.noise(1500, 1400, 2);
    RgbImage cut = new FaceCutter(large).cut(Face.of(740, 680, 1280), SIZE);
    assertThat(largestDifference(cut, large.crop(100, 40, 1280, 1280).resize(SIZE, SIZE)))
        .isLessThanOrEqualTo(2);
  }

  @Test
  void aQuarterTurnIsUndone() {
    RgbImage cut = new FaceCutter(noise).cut(Face.of(140, 80, 64).withRollDegrees(90), SIZE);
    RgbImage crop = noise.crop(108, 48, 64, 64);
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        // Leaning right by a quarter turn, the crown is at the right and the chin at the left.
        assertThat(pixel(cut, x, y)).containsExactly(pixel(crop, SIZE - 1 - y, x));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 256", "30, 256", "-30, 256", "30, 700", "170, 100", "30, 64.7", "-75.5, 40"})
  void aFaceComesOutUprightHoweverItLeans(double roll, double side) {
    assertThat(largestDifference(head(new Face(500.3, 400.8, side, roll, 1)), UPRIGHT))
        .isLessThan(side < SIZE ? 12 : 6);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 30})
  void beyondTheEdgeThePhotoIsMirrored(double roll) {
    RgbImage mirrored = mirroredAround(noise);

    RgbImage atTheCorner = new FaceCutter(noise).cut(new Face(12, 190, 128, roll, 1), SIZE);

    assertThat(atTheCorner)
        .isEqualTo(new FaceCutter(mirrored).cut(new Face(312, 390, 128, roll, 1), SIZE));
  }

  @ParameterizedTest
  @CsvSource({"12, 590, 30", "-300, 200, 0", "450, 300, -100"})
  void beyondTheEdgeALargeFaceIsMirroredToo(double x, double y, double roll) {
    RgbImage photo = DrawnPhoto.of(900, 600, List.of(Face.of(400, 300, 500))).image();

    RgbImage cut = new FaceCutter(photo).cut(new Face(x, y, 1100, roll, 1), SIZE);

    RgbImage mirrored = mirroredAround(photo);
    Face same = new Face(x + 900, y + 600, 1100, roll, 1);
    assertThat(largestDifference(cut, new FaceCutter(mirrored).cut(same, SIZE)))
        .isLessThanOrEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 1, 3.5, 1e9})
  void aPictureOfOnePixelIsOneColour(double side) {
    RgbImage cut =
        new FaceCutter(RgbImage.ofRgb(1, 1, new byte[] {10, 20, 30}))
            .cut(new Face(0.5, 0.5, side, 30, 1), 8);
    for (int i = 0; i < 64; i++) {
      assertThat(pixel(cut, i % 8, i / 8)).containsExactly(10, 20, 30);
    }
  }

  /** Cuts a face out of a photo of it, and blackens the wall, which does not lean. */
  private static RgbImage head(Face face) {
    RgbImage cut = new FaceCutter(DrawnPhoto.of(1000, 800, List.of(face)).image()).cut(face, SIZE);
    byte[] rgb = cut.rgb();
    for (int i = 0; i < rgb.length; i++) {
      double x = (i / 3 % SIZE + 0.5) / (SIZE / 2.0) - 1;
      double y = (i / 3 / SIZE + 0.5) / (SIZE / 2.0) - 1;
      if (Math.hypot(x / 0.65, y / 0.85) > 0.7) {
        rgb[i] = 0;
      }
    }
    return RgbImage.ofRgb(SIZE, SIZE, rgb);
  }

  /** Puts a picture into the middle of its mirrored copies. */
  private static RgbImage mirroredAround(RgbImage image) {
    int width = image.width();
    int height = image.height();
    byte[] rgb = new byte[27 * width * height];
    for (int y = 0, i = 0; y < 3 * height; y++) {
      for (int x = 0; x < 3 * width; x++) {
        int column = x / width == 1 ? x - width : width - 1 - x % width;
        int row = y / height == 1 ? y - height : height - 1 - y % height;
        for (int sample : pixel(image, column, row)) {
          rgb[i++] = (byte) sample;
        }
      }
    }
    return RgbImage.ofRgb(3 * width, 3 * height, rgb);
  }

  private static int[] pixel(RgbImage image, int x, int y) {
    byte[] rgb = image.crop(x, y, 1, 1).rgb();
    return new int[] {rgb[0] & 0xff, rgb[1] & 0xff, rgb[2] & 0xff};
  }

  private static int largestDifference(RgbImage image, RgbImage other) {
    byte[] a = image.rgb();
    byte[] b = other.rgb();
    int largest = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs((a[i] & 0xff) - (b[i] & 0xff)));
    }
    return largest;
  }
}

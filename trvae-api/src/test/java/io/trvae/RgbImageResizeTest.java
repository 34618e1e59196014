package io.trvae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RgbImageResizeTest {

  @ParameterizedTest
  @CsvSource({"1,1", "7,5", "12,24", "13,11", "31,9", "100,100"})
  void constantStaysConstant(int width, int height) {
    byte[] rgb = new byte[3 * 12 * 24];
    for (int i = 0; i < rgb.length; i += 3) {
      rgb[i] = (byte) 255;
      rgb[i + 1] = 77;
      rgb[i + 2] = 1;
    }
    byte[] resized = RgbImage.ofRgb(12, 24, rgb).resize(width, height).rgb();

    assertThat(resized).hasSize(3 * width * height);
    for (int i = 0; i < resized.length; i += 3) {
      assertThat(new byte[] {resized[i], resized[i + 1], resized[i + 2]})
          .containsExactly((byte) 255, 77, 1);
    }
  }

  @Test
  void sameSizeIsTheSameImage() {
    RgbImage image = noise(9, 7);

    assertThat(image.resize(9, 7)).isSameAs(image);
  }

  @ParameterizedTest
  @CsvSource({"2,2", "3,1", "1,4", "6,6", "12,12"})
  void shrinkingByIntegersKeepsTheMean(int byX, int byY) {
    RgbImage image = noise(48, 48);
    RgbImage small = image.resize(48 / byX, 48 / byY);

    // Each output is off by at most half a level; the errors are independent.
    assertThat(mean(small)).isCloseTo(mean(image), within(0.5));
  }

  @Test
  void shrinkingAveragesBlocks() {
    RgbImage image = greys(4, 2, 0, 10, 100, 200, 20, 30, 100, 201);

    assertThat(image.resize(2, 1)).isEqualTo(greys(2, 1, 15, 150));
  }

  @Test
  void shrinkingWeighsPartlyCoveredPixels() {
    // Three pixels to two: each takes one whole and half of the middle one.
    assertThat(greys(3, 1, 0, 90, 240).resize(2, 1)).isEqualTo(greys(2, 1, 30, 190));
    assertThat(greys(1, 3, 0, 90, 240).resize(1, 2)).isEqualTo(greys(1, 2, 30, 190));
  }

  @Test
  void shrinkingDoesNotAlias() {
    int[] stripes = new int[64];
    for (int i = 0; i < 64; i++) {
      stripes[i] = i % 2 == 0 ? 0 : 255;
    }
    byte[] small = greys(64, 1, stripes).resize(21, 1).rgb();

    for (byte level : small) {
      assertThat(level & 0xff).isBetween(85, 170);
    }
  }

  @Test
  void enlargingFollowsKeys() {
    // At a quarter from a pixel the weights are those of W(1.25), W(0.25), W(0.75), W(1.75):
    // -0.0703125, 0.8671875, 0.2265625, -0.0234375. Borders are repeated.
    assertThat(greys(4, 1, 80, 80, 160, 160).resize(8, 1))
        .isEqualTo(greys(8, 1, 80, 78, 74, 96, 144, 166, 162, 160));
    assertThat(greys(1, 4, 80, 80, 160, 160).resize(1, 8))
        .isEqualTo(greys(1, 8, 80, 78, 74, 96, 144, 166, 162, 160));
  }

  @Test
  void overshootIsClipped() {
    byte[] large = greys(4, 1, 0, 0, 255, 255).resize(16, 1).rgb();

    int previous = 0;
    for (byte level : large) {
      assertThat(level & 0xff).isGreaterThanOrEqualTo(previous);
      previous = level & 0xff;
    }
  }

  @Test
  void mirroringCommutes() {
    RgbImage image = noise(10, 6);

    assertThat(mirrored(image).resize(23, 4)).isEqualTo(mirrored(image.resize(23, 4)));
  }

  @Test
  void axesAreIndependent() {
    RgbImage narrowAndTall = noise(16, 4).resize(4, 16);

    assertThat(narrowAndTall.width()).isEqualTo(4);
    assertThat(narrowAndTall.height()).isEqualTo(16);
  }

  @ParameterizedTest
  @CsvSource({"0,1", "1,0", "-3,2", "65536,65536"})
  void refusesImpossibleSizes(int width, int height) {
    RgbImage image = noise(2, 2);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> image.resize(width, height))
        .withMessageContaining(width + "x" + height);
  }

  private static RgbImage noise(int width, int height) {
    byte[] rgb = new byte[3 * width * height];
    new Random(5).nextBytes(rgb);
    return RgbImage.ofRgb(width, height, rgb);
  }

  private static RgbImage greys(int width, int height, int... levels) {
    byte[] rgb = new byte[3 * levels.length];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) levels[i / 3];
    }
    return RgbImage.ofRgb(width, height, rgb);
  }

  private static RgbImage mirrored(RgbImage image) {
    byte[] from = image.rgb();
    byte[] to = new byte[from.length];
    int pixels = from.length / 3;
    for (int i = 0; i < pixels; i++) {
      int x = i % image.width();
      System.arraycopy(from, 3 * i, to, 3 * (i - x + image.width() - 1 - x), 3);
    }
    return RgbImage.ofRgb(image.width(), image.height(), to);
  }

  private static double mean(RgbImage image) {
    double sum = 0;
    for (byte level : image.rgb()) {
      sum += level & 0xff;
    }
    return sum / image.rgb().length;
  }
}

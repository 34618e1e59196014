package io.trvae.internal.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.trvae.RgbImage;
import io.trvae.face.Face;
import java.util.List;
import org.junit.jupiter.api.Test;

class ColourMatchTest {

  private static final int SIZE = 64;
  private static final RgbImage FACE =
      DrawnPhoto.of(SIZE, SIZE, List.of(Face.of(32, 32, 64))).image();

  @Test
  void aFaceMatchesItself() {
    assertThat(ColourMatch.match(FACE, FACE)).isEqualTo(FACE);
  }

  @Test
  void lightAndContrastOfEachChannelAreThoseOfTheReplacedFace() {
    RgbImage inBlueLight = changed(FACE, new double[] {0.6, 0.8, 0.5}, new double[] {20, 10, 120});

    byte[] matched = ColourMatch.match(FACE, inBlueLight).rgb();

    byte[] expected = inBlueLight.rgb();
    for (int i = 0; i < expected.length; i++) {
      assertThat(matched[i] & 0xff).isCloseTo(expected[i] & 0xff, within(1));
    }
  }

  @Test
  void contrastIsAtMostDoubledOrHalved() {
    RgbImage faint = changed(FACE, new double[] {0.1, 0.1, 0.1}, new double[] {100, 100, 100});
    assertThat(contrast(ColourMatch.match(faint, FACE))).isCloseTo(2 * contrast(faint), within(3));
    assertThat(contrast(ColourMatch.match(FACE, faint))).isCloseTo(contrast(FACE) / 2, within(3));
  }

  @Test
  void flatTonesTakeOverTheMean() {
    RgbImage dark = changed(FACE, new double[3], new double[] {10, 20, 30});
    RgbImage light = changed(FACE, new double[3], new double[] {210, 220, 230});
    assertThat(ColourMatch.match(dark, light)).isEqualTo(light);
  }

  @Test
  void whatLiesOutsideTheOvalHasNoSay() {
    byte[] rgb = FACE.rgb();
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        if (Math.hypot((x - 31.5) / 0.9, y - 31.5) >= 32) {
          rgb[3 * (y * SIZE + x)] = (byte) 255;
        }
      }
    }
    RgbImage redAround = RgbImage.ofRgb(SIZE, SIZE, rgb);
    assertThat(redAround).isNotEqualTo(FACE);
    assertThat(ColourMatch.match(FACE, redAround)).isEqualTo(FACE);
  }

  private static RgbImage changed(RgbImage image, double[] gains, double[] shifts) {
    byte[] rgb = image.rgb();
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) Math.round(gains[i % 3] * (rgb[i] & 0xff) + shifts[i % 3]);
    }
    return RgbImage.ofRgb(image.width(), image.height(), rgb);
  }

  /** From the left eye's red to that of the cheek below. */
  private static int contrast(RgbImage image) {
    byte[] rgb = image.rgb();
    int eye = rgb[3 * (29 * SIZE + 23)] & 0xff;
    int cheek = rgb[3 * (42 * SIZE + 23)] & 0xff;
    return cheek - eye;
  }
}

package io.trvae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RgbImageTest {

  private static final byte[] TWO_PIXELS = {1, 2, 3, (byte) 200, (byte) 201, (byte) 255};

  @Test
  void keepsBytesAsGiven() {
    RgbImage image = RgbImage.ofRgb(2, 1, TWO_PIXELS);

    assertThat(image.width()).isEqualTo(2);
    assertThat(image.height()).isEqualTo(1);
    assertThat(image.rgb()).isEqualTo(TWO_PIXELS);
  }

  @Test
  void copiesBytesInAndOut() {
    byte[] bytes = TWO_PIXELS.clone();
    RgbImage image = RgbImage.ofRgb(2, 1, bytes);
    bytes[0] = 99;
    image.rgb()[1] = 99;

    assertThat(image.rgb()).isEqualTo(TWO_PIXELS);
  }

  @ParameterizedTest
  @CsvSource({"0,1", "1,0", "-1,-6", "2,2", "50000,50000", "65536,65536"})
  void refusesSizesThatDoNotFitTheBytes(int width, int height) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RgbImage.ofRgb(width, height, TWO_PIXELS))
        .withMessageContaining(width + "x" + height);
  }

  @Test
  void floatsAreOnePlanePerColour() {
    assertThat(RgbImage.ofRgb(2, 1, TWO_PIXELS).toFloats())
        .containsExactly(1 / 255f, 200 / 255f, 2 / 255f, 201 / 255f, 3 / 255f, 1f);
  }

  @Test
  void everyLevelSurvivesFloats() {
    byte[] levels = new byte[3 * 256];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (byte) (i * 7);
    }
    RgbImage image = RgbImage.ofRgb(16, 16, levels);

    assertThat(RgbImage.ofFloats(16, 16, image.toFloats())).isEqualTo(image);
  }

  @Test
  void floatsAreRoundedAndClipped() {
    float[] chw = {-0.1f, 0.4999f / 255, 0.5001f / 255, 1.5f, Float.NEGATIVE_INFINITY, 1e30f};

    assertThat(RgbImage.ofFloats(2, 1, chw).rgb())
        .containsExactly(0, 1, 0, 0, (byte) 255, (byte) 255);
  }

  @Test
  void refusesNaN() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RgbImage.ofFloats(1, 1, new float[] {0, Float.NaN, 0}))
        .withMessage("chw[1] is NaN");
  }

  @Test
  void refusesFloatsOfAnotherLength() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RgbImage.ofFloats(1, 1, new float[4]))
        .withMessageContaining("needs 3 values; got 4");
  }

  @Test
  void takesOneImageOfABatch() {
    RgbImage image = RgbImage.ofRgb(2, 1, TWO_PIXELS);
    float[] batch = new float[14];
    image.copyFloatsTo(batch, 7);

    assertThat(RgbImage.ofFloats(2, 1, batch, 7)).isEqualTo(image);
    assertThat(batch[6]).isZero();
    assertThat(batch[13]).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1, 7})
  void refusesOffsetsOutsideTheArray(int offset) {
    RgbImage image = RgbImage.ofRgb(2, 1, TWO_PIXELS);
    float[] array = new float[6];

    assertThatThrownBy(() -> image.copyFloatsTo(array, offset))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> RgbImage.ofFloats(2, 1, array, offset))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(array).containsOnly(0);
  }

  @Test
  void cropsRowsAndColumns() {
    RgbImage image = numbered(4, 3);

    assertThat(image.crop(1, 1, 2, 2)).isEqualTo(RgbImage.ofRgb(2, 2, reds(5, 6, 9, 10)));
    assertThat(image.crop(0, 0, 4, 3)).isEqualTo(image);
  }

  @ParameterizedTest
  @CsvSource({
    "-1,0,2,2",
    "0,-1,2,2",
    "3,0,2,2",
    "0,2,2,2",
    "0,0,0,1",
    "0,0,1,0",
    "1,1,2147483647,1",
    "0,0,1,-2147483648",
    "5,0,-1,1"
  })
  void refusesRectanglesOutside(int x, int y, int width, int height) {
    RgbImage image = numbered(4, 3);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> image.crop(x, y, width, height))
        .withMessageContaining("4x3");
  }

  @Test
  void mapsRowsFromTheTop() {
    RgbImage image = RgbImage.ofRgb(1, 2, TWO_PIXELS);
    List<byte[]> kept = new ArrayList<>();

    RgbImage changed =
        image.mapRows(
            (row, y) -> {
              row[y] += 10;
              kept.add(row);
            });

    byte[] expected = {11, 2, 3, (byte) 200, (byte) 211, (byte) 255};
    assertThat(changed).isEqualTo(RgbImage.ofRgb(1, 2, expected));
    kept.forEach(row -> row[2] = 99);
    assertThat(changed.rgb()).isEqualTo(expected);
    assertThat(image.rgb()).isEqualTo(TWO_PIXELS);
  }

  @Test
  void centreSquareIsInTheMiddle() {
    assertThat(numbered(4, 2).centreSquare()).isEqualTo(RgbImage.ofRgb(2, 2, reds(1, 2, 5, 6)));
    assertThat(numbered(1, 4).centreSquare()).isEqualTo(RgbImage.ofRgb(1, 1, reds(1)));
  }

  @Test
  void equalityIsSizeAndPixels() {
    RgbImage image = RgbImage.ofRgb(2, 1, TWO_PIXELS);
    byte[] other = TWO_PIXELS.clone();
    other[5] = 0;

    assertThat(image)
        .isEqualTo(RgbImage.ofRgb(2, 1, TWO_PIXELS))
        .hasSameHashCodeAs(RgbImage.ofRgb(2, 1, TWO_PIXELS))
        .isNotEqualTo(RgbImage.ofRgb(1, 2, TWO_PIXELS))
        .isNotEqualTo(RgbImage.ofRgb(2, 1, other))
        .hasToString("RgbImage[2x1]");
    assertThat(image.hashCode()).isNotEqualTo(RgbImage.ofRgb(2, 1, other).hashCode());
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_INT_RGB,
        BufferedImage.TYPE_INT_ARGB,
        BufferedImage.TYPE_INT_ARGB_PRE,
        BufferedImage.TYPE_INT_BGR,
        BufferedImage.TYPE_3BYTE_BGR,
        BufferedImage.TYPE_4BYTE_ABGR,
        BufferedImage.TYPE_4BYTE_ABGR_PRE
      })
  void takesAwtImagesOfAnyLayout(int type) {
    BufferedImage awt = new BufferedImage(2, 1, type);
    awt.setRGB(0, 0, 0xff010203);
    awt.setRGB(1, 0, 0xffc8c9ff);

    assertThat(RgbImage.of(awt)).isEqualTo(RgbImage.ofRgb(2, 1, TWO_PIXELS));
  }

  @Test
  void takesPartsOfAwtImages() {
    BufferedImage awt = numbered(4, 3).toBufferedImage();

    assertThat(RgbImage.of(awt.getSubimage(1, 1, 2, 2)))
        .isEqualTo(RgbImage.ofRgb(2, 2, reds(5, 6, 9, 10)));
  }

  @Test
  void flattensAwtImagesOnWhite() {
    BufferedImage awt = new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB);
    awt.setRGB(0, 0, 0x33ff0000);

    assertThat(RgbImage.of(awt).rgb()).containsExactly((byte) 255, (byte) 204, (byte) 204);
  }

  @Test
  void givesAwtImages() {
    BufferedImage awt = RgbImage.ofRgb(2, 1, TWO_PIXELS).toBufferedImage();

    assertThat(awt.getType()).isEqualTo(BufferedImage.TYPE_INT_RGB);
    assertThat(awt.getRGB(1, 0)).isEqualTo(0xffc8c9ff);
    awt.setRGB(0, 0, 0);
    assertThat(RgbImage.of(awt)).isNotEqualTo(RgbImage.ofRgb(2, 1, TWO_PIXELS));
  }

  /** Pixels whose red counts from 0. */
  private static RgbImage numbered(int width, int height) {
    int[] levels = new int[width * height];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = i;
    }
    return RgbImage.ofRgb(width, height, reds(levels));
  }

  private static byte[] reds(int... levels) {
    byte[] rgb = new byte[3 * levels.length];
    for (int i = 0; i < levels.length; i++) {
      rgb[3 * i] = (byte) levels[i];
    }
    return rgb;
  }
}

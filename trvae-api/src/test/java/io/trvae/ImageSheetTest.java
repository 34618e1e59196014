package io.trvae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ImageSheetTest {

  private static RgbImage noise(int width, int height, long seed) {
    byte[] rgb = new byte[3 * width * height];
    new Random(seed).nextBytes(rgb);
    return RgbImage.ofRgb(width, height, rgb);
  }

  @Test
  void imagesOfTheCellsSizeStayAsTheyAre() {
    RgbImage a = noise(32, 32, 1);
    RgbImage b = noise(32, 32, 2);
    RgbImage c = noise(32, 32, 3);

    RgbImage sheet = ImageSheet.ofCells(32).row("", List.of(a, b)).row("", List.of(c)).render();

    assertThat(sheet.width()).isEqualTo(2 + 2 * 34);
    assertThat(sheet.height()).isEqualTo(2 + 2 * 34);
    assertThat(sheet.crop(2, 2, 32, 32)).isEqualTo(a);
    assertThat(sheet.crop(36, 2, 32, 32)).isEqualTo(b);
    assertThat(sheet.crop(2, 36, 32, 32)).isEqualTo(c);
    assertThat(sheet.crop(36, 36, 34, 34).rgb()).containsOnly(255);
    assertThat(sheet.crop(34, 0, 2, 70).rgb()).containsOnly(255);
  }

  @Test
  void otherImagesAreResizedAndCentred() {
    RgbImage small = noise(8, 8, 1);
    RgbImage wide = noise(20, 10, 2);

    RgbImage sheet = ImageSheet.ofCells(64).row("", List.of(small, wide)).render();

    assertThat(sheet.crop(2, 2, 64, 64)).isEqualTo(small.resize(64, 64));
    assertThat(sheet.crop(68, 18, 64, 32)).isEqualTo(wide.resize(64, 32));
    assertThat(sheet.crop(68, 2, 64, 16).rgb()).containsOnly(255);
    assertThat(sheet.crop(68, 50, 64, 16).rgb()).containsOnly(255);
  }

  @Test
  void titlesStandAboveAndBeforeTheImages() {
    RgbImage image = noise(64, 64, 1);

    RgbImage sheet =
        ImageSheet.ofCells(64)
            .columnTitles(List.of("first", "second", "third"))
            .row("a row", List.of(image, image, image))
            .render();

    int left = sheet.width() - 3 * 66;
    int top = sheet.height() - 66;
    assertThat(sheet.crop(left, top, 64, 64)).isEqualTo(image);
    assertThat(sheet.crop(left + 132, top, 64, 64)).isEqualTo(image);
    assertThat(hasInk(sheet.crop(0, top, left - 2, 64))).isTrue();
    for (int column = 0; column < 3; column++) {
      assertThat(hasInk(sheet.crop(left + 66 * column, 0, 64, top))).isTrue();
    }
    assertThat(hasInk(sheet.crop(0, 0, left, top))).isFalse();
  }

  @Test
  void longTitlesAreCutToTheirRoom() {
    String title = "a title that is much longer than its column is wide";
    RgbImage image = noise(32, 32, 1);

    RgbImage sheet =
        ImageSheet.ofCells(32)
            .columnTitles(List.of(title, ""))
            .row(title, List.of(image, image))
            .render();

    int left = sheet.width() - 2 * 34;
    int top = sheet.height() - 34;
    assertThat(left).isLessThanOrEqualTo(2 * 32 + 4);
    assertThat(hasInk(sheet.crop(left, 0, 32, top))).isTrue();
    assertThat(hasInk(sheet.crop(left + 32, 0, 36, top))).isFalse();
    assertThat(sheet.crop(left, top, 32, 32)).isEqualTo(image);
  }

  @Test
  void aCellMayBeOnePixel() {
    RgbImage dot = noise(1, 1, 1);

    assertThat(ImageSheet.ofCells(1).row("", List.of(dot)).render().crop(2, 2, 1, 1))
        .isEqualTo(dot);
  }

  private static boolean hasInk(RgbImage image) {
    for (byte value : image.rgb()) {
      if (value != -1) {
        return true;
      }
    }
    return false;
  }

  @Test
  void refusesEmptySheetsAndCells() {
    assertThatIllegalStateException().isThrownBy(() -> ImageSheet.ofCells(8).render());
    assertThatIllegalArgumentException().isThrownBy(() -> ImageSheet.ofCells(0));
  }
}

package io.trvae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReadOptionsTest {

  @Test
  void defaultIs64MegapixelsOnWhite() {
    assertThat(ImageReadOptions.DEFAULT).isEqualTo(new ImageReadOptions(8192L * 8192, 0xFFFFFF));
  }

  @Test
  void changesOneThingAtATime() {
    assertThat(ImageReadOptions.DEFAULT.withMaxPixels(1).withBackground(0x123456))
        .isEqualTo(new ImageReadOptions(1, 0x123456));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1})
  void refusesNoPixels(long maxPixels) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ImageReadOptions.DEFAULT.withMaxPixels(maxPixels))
        .withMessageContaining("got " + maxPixels);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0x1000000, 0x80FFFFFF})
  void refusesBackgroundsWithAlpha(int background) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ImageReadOptions.DEFAULT.withBackground(background))
        .withMessageContaining("0xRRGGBB");
  }
}

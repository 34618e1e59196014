package io.trvae.samples.morph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.trvae.RgbImage;
import io.trvae.testkit.Images;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnimatedGifTest {

  @Test
  void everyFrameHasAllItsColoursUpTo256() throws IOException {
    List<RgbImage> frames =
        List.of(Images.noise(16, 16, 1), Images.noise(16, 16, 2), Images.noise(16, 16, 3));

    Gif gif = write(frames, 120);

    assertThat(gif.frames()).isEqualTo(frames);
    assertThat(gif.delays()).containsExactly("12", "12", "12");
    assertThat(gif.repeats()).containsExactly(true, true, true);
  }

  @Test
  void moreColoursAreReducedToTheNearest() throws IOException {
    byte[] rgb = new byte[3 * 64 * 64];
    for (int i = 0; i < 64 * 64; i++) {
      rgb[3 * i] = (byte) (4 * (i % 64));
      rgb[3 * i + 1] = (byte) (4 * (i / 64));
      rgb[3 * i + 2] = (byte) 128;
    }
    RgbImage square = RgbImage.ofRgb(64, 64, rgb);

    byte[] reduced = write(List.of(square, square), 20).frames().get(1).rgb();

    for (int i = 0; i < rgb.length; i++) {
      // 256 colours for 64 x 64: squares of 4 x 4 steps, their means at most 1.5 steps away.
      assertThat(Math.abs((reduced[i] & 0xff) - (rgb[i] & 0xff))).isLessThanOrEqualTo(6);
    }
  }

  @Test
  void oneColourIsAFilmToo() throws IOException {
    RgbImage pixel = RgbImage.ofRgb(1, 1, new byte[] {1, 2, 3});
    assertThat(write(List.of(pixel), 20).frames()).containsExactly(pixel);
  }

  @Test
  void theStreamIsLeftOpen() throws IOException {
    boolean[] closed = new boolean[1];
    ByteArrayOutputStream out =
        new ByteArrayOutputStream() {
          @Override
          public void close() {
            closed[0] = true;
          }
        };
    AnimatedGif.write(List.of(Images.noise(5, 4, 1)), Duration.ofMillis(50), out);
    assertThat(closed[0]).isFalse();
    assertThat(out.toByteArray()).endsWith(';');
  }

  @Test
  void framesOfDifferentSizesAreRefused() {
    for (List<RgbImage> frames :
        List.of(
            List.<RgbImage>of(),
            List.of(Images.noise(5, 4, 1), Images.noise(4, 4, 1)),
            List.of(Images.noise(5, 4, 1), Images.noise(5, 5, 1)))) {
      assertThatIllegalArgumentException().isThrownBy(() -> write(frames, 50));
    }
  }

  private static Gif write(List<RgbImage> frames, int millis) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    AnimatedGif.write(frames, Duration.ofMillis(millis), out);
    return Gif.read(out.toByteArray());
  }
}

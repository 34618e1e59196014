package io.trvae;

import static io.trvae.internal.image.TestImages.encode;
import static io.trvae.internal.image.TestImages.exif;
import static io.trvae.internal.image.TestImages.gradient;
import static io.trvae.internal.image.TestImages.grey;
import static io.trvae.internal.image.TestImages.pngClaiming;
import static io.trvae.internal.image.TestImages.resource;
import static io.trvae.internal.image.TestImages.withSegment;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever comes as a picture, a picture within the limit comes out or an {@link ImageException}.
 */
class RgbImageFuzzTest {

  private static final long MAX_PIXELS = 1 << 18;

  static Stream<byte[]> seeds() {
    return Stream.of(
        encode(gradient(), "JPEG"),
        encode(gradient(), "PNG"),
        encode(gradient(), "GIF"),
        encode(gradient(), "BMP"),
        encode(grey(BufferedImage.TYPE_USHORT_GRAY, 1000), "PNG"),
        encode(grey(BufferedImage.TYPE_BYTE_BINARY, 1), "BMP"),
        withSegment(encode(gradient(), "JPEG"), 0xe1, exif(6, true)),
        pngClaiming(500, 500),
        resource("progressive.jpg"),
        resource("cmyk.jpg"),
        resource("ycck.jpg"),
        resource("lossy.webp"),
        resource("lossless.webp"),
        resource("alpha.webp"),
        resource("orientation6.webp"));
  }

  @Timeout(60)
  @MethodSource("seeds")
  @FuzzTest
  void read(byte[] file) throws IOException {
    ImageReadOptions options =
        ImageReadOptions.DEFAULT.withMaxPixels(MAX_PIXELS).withBackground(0x123456);
    try {
      RgbImage image = RgbImage.read(new ByteArrayInputStream(file), options);
      assertThat((long) image.width() * image.height()).isBetween(1L, MAX_PIXELS);
    } catch (ImageException refused) {
      assertThat(refused).hasMessageStartingWith(refused.code().id());
    }
  }
}

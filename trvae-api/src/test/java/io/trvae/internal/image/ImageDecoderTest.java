package io.trvae.internal.image;

import static io.trvae.internal.image.TestImages.encode;
import static io.trvae.internal.image.TestImages.gradient;
import static io.trvae.internal.image.TestImages.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.trvae.internal.image.ImageDataException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Without the plug-ins, which users may exclude. */
class ImageDecoderTest {

  private final ImageDecoder decoder = new ImageDecoder(ClassLoader.getPlatformClassLoader());

  @ParameterizedTest
  @CsvSource({"lossy.webp,imageio-webp", "cmyk.jpg,imageio-jpeg", "ycck.jpg,imageio-jpeg"})
  void namesTheMissingArtifact(String name, String artifact) {
    byte[] bytes = resource(name);
    ImageDataException e =
        catchThrowableOfType(ImageDataException.class, () -> decoder.decode(bytes, 10_000, 0));

    assertThat(e.reason()).isEqualTo(Reason.UNSUPPORTED);
    assertThat(e).hasMessageContaining("com.twelvemonkeys.imageio:" + artifact);
  }

  @ParameterizedTest
  @ValueSource(strings = {"JPEG", "PNG", "GIF", "BMP"})
  void readsEverythingElse(String format) throws ImageDataException {
    RgbPixels pixels = decoder.decode(encode(gradient(), format), 10_000, 0);

    assertThat(pixels.width()).isEqualTo(TestImages.WIDTH);
    assertThat(pixels.height()).isEqualTo(TestImages.HEIGHT);
  }

  @Test
  void contextClassLoaderDoesNotMatter() throws ImageDataException {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(null);
    try {
      RgbPixels pixels = new ImageDecoder().decode(resource("lossless.webp"), 10_000, 0);

      assertThat(pixels.width()).isEqualTo(TestImages.WIDTH);
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}

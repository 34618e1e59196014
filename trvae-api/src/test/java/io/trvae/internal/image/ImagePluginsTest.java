package io.trvae.internal.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class ImagePluginsTest {

  private final ImagePlugins all = new ImagePlugins(ImagePlugins.class.getClassLoader());
  private final ImagePlugins ofJdk = new ImagePlugins(ClassLoader.getPlatformClassLoader());

  @ParameterizedTest
  @EnumSource(names = {"JPEG", "WEBP"})
  void plugInsComeFirst(ImageFormat format) throws IOException {
    ImageReader reader = all.reader(format).orElseThrow();

    assertThat(reader.getClass().getName()).startsWith("com.twelvemonkeys.");
    assertThat(all.readsCmyk()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "WEBP")
  void jdkReadsTheRestAndJpegWithoutPlugIn(ImageFormat format) throws IOException {
    ImageReader reader = ofJdk.reader(format).orElseThrow();

    assertThat(reader.getClass().getModule()).isSameAs(ImageIO.class.getModule());
    assertThat(ofJdk.readsCmyk()).isFalse();
  }

  @Test
  void nothingReadsWebpWithoutPlugIn() throws IOException {
    assertThat(ofJdk.reader(ImageFormat.WEBP)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"PNG", "GIF", "BMP"})
  void otherReadersOnTheClassPathAreNotUsed(ImageFormat format) throws IOException {
    assertThat(all.reader(format).orElseThrow().getClass().getModule())
        .isSameAs(ImageIO.class.getModule());
  }
}

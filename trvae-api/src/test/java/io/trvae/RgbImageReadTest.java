package io.trvae;

import static io.trvae.internal.image.TestImages.HEIGHT;
import static io.trvae.internal.image.TestImages.WIDTH;
import static io.trvae.internal.image.TestImages.concat;
import static io.trvae.internal.image.TestImages.encode;
import static io.trvae.internal.image.TestImages.exif;
import static io.trvae.internal.image.TestImages.gradient;
import static io.trvae.internal.image.TestImages.grey;
import static io.trvae.internal.image.TestImages.resource;
import static io.trvae.internal.image.TestImages.tiff;
import static io.trvae.internal.image.TestImages.withChunk;
import static io.trvae.internal.image.TestImages.withSegment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RgbImageReadTest {

  private static final RgbImage GRADIENT = RgbImage.of(gradient());
  private static final ImageReadOptions ON_BLUE = ImageReadOptions.DEFAULT.withBackground(0x0000FF);

  @ParameterizedTest
  @ValueSource(strings = {"PNG", "BMP"})
  void readsLosslessFormats(String format) {
    assertThat(RgbImage.decode(encode(gradient(), format))).isEqualTo(GRADIENT);
  }

  @Test
  void readsLosslessWebp() {
    assertThat(RgbImage.decode(resource("lossless.webp"))).isEqualTo(GRADIENT);
  }

  @Test
  void readsJpeg() {
    assertClose(RgbImage.decode(encode(gradient(), "JPEG")), GRADIENT, 12);
  }

  @Test
  void readsProgressiveJpeg() {
    assertClose(RgbImage.decode(resource("progressive.jpg")), GRADIENT, 6);
  }

  @Test
  void readsLossyWebp() {
    assertClose(RgbImage.decode(resource("lossy.webp")), GRADIENT, 16);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cmyk.jpg", "ycck.jpg"})
  void readsInks(String name) {
    RgbImage image = RgbImage.decode(resource(name));

    // Inks have no one true colour on a screen, but each must be recognisable.
    for (int level : pixel(image, 8, 8)) {
      assertThat(level).as("white").isGreaterThan(240);
    }
    int[] cyan = pixel(image, 24, 8);
    assertThat(cyan[0]).as("red in cyan").isLessThan(cyan[1] - 60).isLessThan(cyan[2] - 60);
    int[] magenta = pixel(image, 8, 24);
    assertThat(magenta[1])
        .as("green in magenta")
        .isLessThan(magenta[0] - 60)
        .isLessThan(magenta[2] - 60);
    for (int level : pixel(image, 24, 24)) {
      assertThat(level).as("black").isLessThan(70);
    }
  }

  @Test
  void readsFirstFrameOfGif() {
    BufferedImage palette = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_INDEXED);
    palette.setRGB(0, 0, 0xffff0000);
    palette.setRGB(1, 0, 0xff00ff00);
    byte[] gif = encode(palette, "GIF");

    assertThat(levels(RgbImage.decode(gif))).containsExactly(255, 0, 0, 0, 255, 0);
  }

  @Test
  void readsPalettePng() {
    BufferedImage palette = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_INDEXED);
    palette.setRGB(0, 0, 0xffff0000);
    palette.setRGB(1, 0, 0xff00ff00);

    assertThat(levels(RgbImage.decode(encode(palette, "PNG"))))
        .containsExactly(255, 0, 0, 0, 255, 0);
  }

  @Test
  void readsBitmapPng() {
    BufferedImage bits = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_BINARY);
    bits.setRGB(1, 0, 0xffffffff);

    assertThat(levels(RgbImage.decode(encode(bits, "PNG"))))
        .containsExactly(0, 0, 0, 255, 255, 255);
  }

  @Test
  void reads16BitPng() {
    ColorSpace srgb = ColorSpace.getInstance(ColorSpace.CS_sRGB);
    ComponentColorModel colours =
        new ComponentColorModel(
            srgb, false, false, ComponentColorModel.OPAQUE, DataBuffer.TYPE_USHORT);
    WritableRaster raster = colours.createCompatibleWritableRaster(1, 1);
    // 128 * 257 is exactly 128; 300 is 1.17; 400 is 1.56.
    raster.setPixel(0, 0, new int[] {128 * 257, 300, 400});
    BufferedImage deep = new BufferedImage(colours, raster, false, null);

    assertThat(levels(RgbImage.decode(encode(deep, "PNG")))).containsExactly(128, 1, 2);
  }

  @ParameterizedTest
  @CsvSource({"PNG,0", "PNG,64", "PNG,128", "PNG,255", "JPEG,128", "JPEG,64", "BMP,128", "GIF,128"})
  void greyStaysWhatItIs(String format, int level) {
    RgbImage image = RgbImage.decode(encode(grey(BufferedImage.TYPE_BYTE_GRAY, level), format));

    assertThat(levels(image)).containsOnly(level);
  }

  @Test
  void deepGreyStaysWhatItIs() {
    byte[] png = encode(grey(BufferedImage.TYPE_USHORT_GRAY, 128 * 257), "PNG");

    assertThat(levels(RgbImage.decode(png))).containsOnly(128);
  }

  @Test
  void greyWithAlphaIsFlattened() {
    ColorSpace space = ColorSpace.getInstance(ColorSpace.CS_GRAY);
    ComponentColorModel colours =
        new ComponentColorModel(
            space, true, false, ComponentColorModel.TRANSLUCENT, DataBuffer.TYPE_BYTE);
    WritableRaster raster = colours.createCompatibleWritableRaster(2, 1);
    raster.setPixel(0, 0, new int[] {128, 255});
    raster.setPixel(1, 0, new int[] {128, 51});
    byte[] png = encode(new BufferedImage(colours, raster, false, null), "PNG");

    // 128 / 5 over blue: 25.6, and 4/5 of the blue besides
    assertThat(levels(RgbImage.decode(png, ON_BLUE))).containsExactly(128, 128, 128, 26, 26, 230);
  }

  @Test
  void alphaIsFlattenedOnTheBackground() {
    BufferedImage translucent = new BufferedImage(3, 1, BufferedImage.TYPE_INT_ARGB);
    translucent.setRGB(0, 0, 0xffff0000);
    translucent.setRGB(1, 0, 0x66ff0000);
    translucent.setRGB(2, 0, 0x00ff0000);
    byte[] png = encode(translucent, "PNG");

    assertThat(levels(RgbImage.decode(png)))
        .containsExactly(255, 0, 0, 255, 153, 153, 255, 255, 255);
    assertThat(levels(RgbImage.decode(png, ON_BLUE)))
        .containsExactly(255, 0, 0, 102, 0, 153, 0, 0, 255);
  }

  @Test
  void alphaOfWebpIsFlattened() {
    RgbImage image = RgbImage.decode(resource("alpha.webp"), ON_BLUE);

    assertThat(pixel(image, 11, 10)).containsExactly(0, 0, 255);
    assertThat(pixel(image, 12, 10)).containsExactly(120, 150, 128);
  }

  @Test
  void transparentColourOfPngIsFlattened() {
    // In the gradient only the pixel at (3, 2) has this colour.
    byte[] png = withChunk(encode(gradient(), "PNG"), "tRNS", new byte[] {0, 30, 0, 30, 0, -128});
    RgbImage image = RgbImage.decode(png, ON_BLUE);

    assertThat(pixel(image, 3, 2)).containsExactly(0, 0, 255);
    assertThat(pixel(image, 4, 2)).containsExactly(40, 30, 128);
  }

  @Test
  void transparentGifIsFlattened() {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, 0xffff0000);

    assertThat(levels(RgbImage.decode(encode(image, "GIF"), ON_BLUE)))
        .containsExactly(255, 0, 0, 0, 0, 255);
  }

  @Test
  void embeddedProfileOfJpegIsHonoured() {
    BufferedImage red = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 256; i++) {
      red.setRGB(i % 16, i / 16, 0xff0000);
    }
    byte[] head = "ICC_PROFILE\0\1\1".getBytes(StandardCharsets.ISO_8859_1);
    byte[] jpeg =
        withSegment(encode(red, "JPEG"), 0xe2, concat(head, profileWithRedAndGreenSwapped()));

    int[] colour = pixel(RgbImage.decode(jpeg), 8, 8);
    assertThat(colour[0]).isLessThan(30);
    assertThat(colour[1]).isGreaterThan(225);
  }

  /** In this space (1, 0, 0) is what sRGB calls green: its directory of tags names them wrongly. */
  private static byte[] profileWithRedAndGreenSwapped() {
    byte[] profile = ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData();
    int tags = profile[131];
    for (int i = 0; i < tags; i++) {
      int entry = 132 + 12 * i;
      String name = new String(profile, entry, 4, StandardCharsets.ISO_8859_1);
      if (name.equals("rXYZ")) {
        profile[entry] = 'g';
      } else if (name.equals("gXYZ")) {
        profile[entry] = 'r';
      }
    }
    return profile;
  }

  @Test
  void profileOfAwtImageIsHonoured() {
    ColorSpace linear = ColorSpace.getInstance(ColorSpace.CS_LINEAR_RGB);
    ComponentColorModel colours =
        new ComponentColorModel(
            linear, false, false, ComponentColorModel.OPAQUE, DataBuffer.TYPE_BYTE);
    WritableRaster raster = colours.createCompatibleWritableRaster(1, 1);
    raster.setPixel(0, 0, new int[] {255, 128, 0});

    // IEC 61966-2-1: linear 128/255 is 188 in sRGB.
    int[] colour = pixel(RgbImage.of(new BufferedImage(colours, raster, false, null)), 0, 0);
    assertThat(colour[0]).isEqualTo(255);
    assertThat(colour[1]).isBetween(187, 189);
    assertThat(colour[2]).isZero();
  }

  /** Each letter a pixel; what is stored under which tag, taken from the definition of the tag. */
  @ParameterizedTest
  @CsvSource({
    "1,AB/CD/EF",
    "2,BA/DC/FE",
    "3,FE/DC/BA",
    "4,EF/CD/AB",
    "5,ACE/BDF",
    "6,BDF/ACE",
    "7,FDB/ECA",
    "8,ECA/FDB",
    "0,AB/CD/EF",
    "9,AB/CD/EF"
  })
  void orientationIsUndone(int orientation, String stored) {
    byte[] png = encode(letters(stored), "PNG");

    for (boolean littleEndian : new boolean[] {false, true}) {
      assertThat(RgbImage.decode(withChunk(png, "eXIf", tiff(orientation, littleEndian))))
          .isEqualTo(RgbImage.of(letters("AB/CD/EF")));
    }
  }

  @Test
  void orientationOfJpegIsUndone() {
    byte[] jpeg = encode(gradient(), "JPEG");
    RgbImage stored = RgbImage.decode(jpeg);
    RgbImage turned = RgbImage.decode(withSegment(jpeg, 0xe1, exif(6, true)));

    assertThat(turned).hasToString("RgbImage[" + HEIGHT + "x" + WIDTH + "]");
    // A quarter turn clockwise: the bottom left corner comes to the top left.
    assertThat(pixel(turned, 0, 0)).isEqualTo(pixel(stored, 0, HEIGHT - 1));
    assertThat(pixel(turned, HEIGHT - 1, 0)).isEqualTo(pixel(stored, 0, 0));
    assertThat(pixel(turned, HEIGHT - 1, WIDTH - 1)).isEqualTo(pixel(stored, WIDTH - 1, 0));
  }

  @Test
  void orientationOfWebpIsUndone() {
    RgbImage turned = RgbImage.decode(resource("orientation6.webp"));

    assertThat(turned).hasToString("RgbImage[" + HEIGHT + "x" + WIDTH + "]");
    assertThat(pixel(turned, 0, 0)).isEqualTo(pixel(GRADIENT, 0, HEIGHT - 1));
    assertThat(pixel(turned, HEIGHT - 1, WIDTH - 1)).isEqualTo(pixel(GRADIENT, WIDTH - 1, 0));
  }

  @Test
  void orientationIsNotAppliedTwice(@TempDir Path directory) throws IOException {
    byte[] png = withChunk(encode(gradient(), "PNG"), "eXIf", tiff(6, false));
    RgbImage turned = RgbImage.decode(png);
    Path file = directory.resolve("turned.png");
    turned.write(file);

    assertThat(RgbImage.read(file)).isEqualTo(turned);
  }

  @Test
  void contentDecidesAndNotTheName(@TempDir Path directory) throws IOException {
    Path file = Files.write(directory.resolve("picture.jpg"), encode(gradient(), "PNG"));

    assertThat(RgbImage.read(file)).isEqualTo(GRADIENT);
  }

  @Test
  void readsFromOtherFileSystems() throws IOException {
    try (FileSystem memory = Jimfs.newFileSystem(Configuration.unix())) {
      Path file = Files.write(memory.getPath("picture.png"), encode(gradient(), "PNG"));

      assertThat(RgbImage.read(file)).isEqualTo(GRADIENT);
    }
  }

  @Test
  void missingFileIsAnIoException(@TempDir Path directory) {
    assertThatThrownBy(() -> RgbImage.read(directory.resolve("no.png")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void leavesStreamsOpen() throws IOException {
    AtomicBoolean closed = new AtomicBoolean();
    InputStream in =
        new ByteArrayInputStream(encode(gradient(), "PNG")) {
          @Override
          public void close() {
            closed.set(true);
          }
        };

    assertThat(RgbImage.read(in)).isEqualTo(GRADIENT);
    assertThat(closed).isFalse();
  }

  @Test
  void changesNoSettingOfImageIo() {
    boolean cached = ImageIO.getUseCache();
    RgbImage.decode(resource("cmyk.jpg"));

    assertThat(ImageIO.getUseCache()).isEqualTo(cached);
  }

  private static BufferedImage letters(String rows) {
    String[] lines = rows.split("/");
    BufferedImage image =
        new BufferedImage(lines[0].length(), lines.length, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < lines.length; y++) {
      for (int x = 0; x < lines[y].length(); x++) {
        image.setRGB(x, y, lines[y].charAt(x) << 16);
      }
    }
    return image;
  }

  private static int[] pixel(RgbImage image, int x, int y) {
    return levels(image.crop(x, y, 1, 1));
  }

  private static int[] levels(RgbImage image) {
    byte[] rgb = image.rgb();
    int[] levels = new int[rgb.length];
    for (int i = 0; i < rgb.length; i++) {
      levels[i] = rgb[i] & 0xff;
    }
    return levels;
  }

  private static void assertClose(RgbImage actual, RgbImage expected, int tolerance) {
    assertThat(actual).hasToString(expected.toString());
    byte[] a = actual.rgb();
    byte[] b = expected.rgb();
    for (int i = 0; i < a.length; i++) {
      assertThat(Math.abs((a[i] & 0xff) - (b[i] & 0xff)))
          .as("byte %d", i)
          .isLessThanOrEqualTo(tolerance);
    }
  }
}

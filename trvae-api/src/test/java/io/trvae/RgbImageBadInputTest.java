package io.trvae;

import static io.trvae.internal.image.TestImages.concat;
import static io.trvae.internal.image.TestImages.encode;
import static io.trvae.internal.image.TestImages.exif;
import static io.trvae.internal.image.TestImages.gradient;
import static io.trvae.internal.image.TestImages.pngClaiming;
import static io.trvae.internal.image.TestImages.resource;
import static io.trvae.internal.image.TestImages.tiff;
import static io.trvae.internal.image.TestImages.withChunk;
import static io.trvae.internal.image.TestImages.withSegment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RgbImageBadInputTest {

  static Stream<Arguments> pictures() {
    return Stream.of(
        Arguments.of("JPEG", noise("JPEG")),
        Arguments.of("progressive JPEG", resource("progressive.jpg")),
        Arguments.of("CMYK JPEG", resource("cmyk.jpg")),
        Arguments.of("PNG", noise("PNG")),
        Arguments.of("GIF", noise("GIF")),
        Arguments.of("BMP", noise("BMP")),
        Arguments.of("WebP", resource("lossy.webp")),
        Arguments.of("lossless WebP", resource("lossless.webp")),
        Arguments.of("extended WebP", resource("orientation6.webp")));
  }

  @Test
  void emptyIsSaid() {
    assertFails(ErrorCode.IMAGE_INVALID, () -> RgbImage.decode(new byte[0]), "it is empty");
  }

  @Test
  void emptyFileIsSaidWithItsName(@TempDir Path directory) throws IOException {
    Path file = Files.createFile(directory.resolve("nothing.png"));

    assertFails(ErrorCode.IMAGE_INVALID, () -> RgbImage.read(file), "nothing.png: it is empty");
  }

  @Test
  void textIsNotAPicture(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("notes.jpg"), "These are notes.");

    assertFails(ErrorCode.IMAGE_INVALID, () -> RgbImage.read(file), "notes.jpg: it is not a JPEG");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pictures")
  void truncatedIsAnErrorWhereverItEnds(String name, byte[] bytes) {
    for (double share : new double[] {0.1, 0.3, 0.5, 0.7, 0.9, 0.97}) {
      byte[] truncated = Arrays.copyOf(bytes, (int) (bytes.length * share));

      assertFails(ErrorCode.IMAGE_INVALID, () -> RgbImage.decode(truncated), "");
    }
  }

  @Test
  void truncatedJpegIsSaid(@TempDir Path directory) throws IOException {
    byte[] jpeg = noise("JPEG");
    Path file = directory.resolve("half.jpg");
    Files.write(file, Arrays.copyOf(jpeg, jpeg.length / 2));

    assertFails(ErrorCode.IMAGE_INVALID, () -> RgbImage.read(file), "half.jpg: it is a truncated");
  }

  @Test
  void truncatedJpegIsNotSavedByAnEndMarker() {
    byte[] jpeg = noise("JPEG");
    byte[] patched =
        concat(Arrays.copyOf(jpeg, jpeg.length / 2), new byte[] {(byte) 0xff, (byte) 0xd9});

    assertFails(ErrorCode.IMAGE_INVALID, () -> RgbImage.decode(patched), "premature end");
  }

  @Test
  void truncatedJpegIsNotSavedByItsPreview() {
    byte[] preview = concat(exif(1, false), noise("JPEG"));
    byte[] jpeg = withSegment(noise("JPEG"), 0xe1, preview);

    assertThat(RgbImage.decode(jpeg).width()).isEqualTo(48);
    byte[] truncated = Arrays.copyOf(jpeg, jpeg.length - 200);
    assertFails(ErrorCode.IMAGE_INVALID, () -> RgbImage.decode(truncated), "truncated");
  }

  @Test
  void bytesBehindTheEndAreHarmless() {
    byte[] jpeg = noise("JPEG");

    assertThat(RgbImage.decode(concat(jpeg, new byte[1000]))).isEqualTo(RgbImage.decode(jpeg));
  }

  @Test
  void strayBytesBetweenSegmentsAreHarmless() {
    byte[] jpeg = noise("JPEG");
    byte[] stray =
        concat(Arrays.copyOf(jpeg, 20), new byte[5], Arrays.copyOfRange(jpeg, 20, jpeg.length));

    assertThat(RgbImage.decode(stray)).isEqualTo(RgbImage.decode(jpeg));
  }

  @ParameterizedTest
  @CsvSource({"0,5", "5,0"})
  void zeroSizeIsAnError(int width, int height) {
    byte[] png = pngClaiming(width, height);

    assertFails(ErrorCode.IMAGE_INVALID, () -> RgbImage.decode(png), "");
  }

  @Test
  void hugeClaimIsRefusedBeforeDecoding() {
    byte[] bomb = pngClaiming(50_000, 50_000);

    assertFails(
        ErrorCode.IMAGE_TOO_LARGE,
        () -> RgbImage.decode(bomb),
        "its 50000x50000 pixels are more than the limit of 67108864");
  }

  @Test
  void claimBeyondArraysIsRefusedWithoutLimitToo() {
    byte[] bomb = pngClaiming(50_000, 50_000);
    ImageReadOptions options = ImageReadOptions.DEFAULT.withMaxPixels(Long.MAX_VALUE);

    assertFails(ErrorCode.IMAGE_TOO_LARGE, () -> RgbImage.decode(bomb, options), "715827879");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pictures")
  void limitHoldsForEachFormat(String name, byte[] bytes) {
    RgbImage image = RgbImage.decode(bytes);
    long pixels = (long) image.width() * image.height();
    ImageReadOptions enough = ImageReadOptions.DEFAULT.withMaxPixels(pixels);
    ImageReadOptions tooFew = ImageReadOptions.DEFAULT.withMaxPixels(pixels - 1);

    assertThat(RgbImage.decode(bytes, enough)).isEqualTo(image);
    assertFails(
        ErrorCode.IMAGE_TOO_LARGE,
        () -> RgbImage.decode(bytes, tooFew),
        "limit of " + (pixels - 1));
  }

  @Test
  void endlessStreamEnds() {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 'x';
          }

          @Override
          public int read(byte[] target, int offset, int length) {
            Arrays.fill(target, offset, offset + length, (byte) 'x');
            return length;
          }
        };

    assertFails(
        ErrorCode.IMAGE_TOO_LARGE,
        () -> RgbImage.read(endless, ImageReadOptions.DEFAULT.withMaxPixels(1)),
        "more than 16777224 bytes");
  }

  /** Decoding this would take minutes: its codes claim thousands of tables that aren't there. */
  @Test
  void codesAreNotFollowedFarPastTheEnd() {
    byte[] webp = resource("orientation6.webp");
    webp[43] = 0x7c;
    webp[62] = (byte) 0xff;

    assertFails(ErrorCode.IMAGE_INVALID, () -> RgbImage.decode(webp), "past its end");
  }

  /** Every scan costs a walk over all pixels, and a scan may be a few bytes. */
  @Test
  void aJpegOfScansWithoutEndIsRefusedBeforeDecoding() {
    byte[] jpeg = resource("progressive.jpg");
    int last = lastScan(jpeg);
    byte[] scan = Arrays.copyOfRange(jpeg, last, jpeg.length - 2);
    byte[] bomb = Arrays.copyOf(jpeg, last);
    for (int i = 0; i < 200; i++) {
      bomb = concat(bomb, scan);
    }
    byte[] whole = concat(bomb, Arrays.copyOfRange(jpeg, jpeg.length - 2, jpeg.length));

    assertFails(ErrorCode.IMAGE_TOO_LARGE, () -> RgbImage.decode(whole), "scans are more than");
  }

  private static int lastScan(byte[] jpeg) {
    for (int i = jpeg.length - 2; i >= 0; i--) {
      if (jpeg[i] == (byte) 0xff && jpeg[i + 1] == (byte) 0xda) {
        return i;
      }
    }
    throw new AssertionError("no scan");
  }

  @Test
  void failureOfTheStreamIsPassedOn() {
    IOException failure = new IOException("unplugged");
    InputStream broken =
        new ByteArrayInputStream(new byte[0]) {
          @Override
          public byte[] readNBytes(int length) throws IOException {
            throw failure;
          }
        };

    assertThatThrownBy(() -> RgbImage.read(broken)).isSameAs(failure);
  }

  @Test
  void brokenExifIsIgnored() {
    byte[] png = encode(gradient(), "PNG");
    RgbImage image = RgbImage.decode(png);
    byte[] block = tiff(6, false);

    assertThat(RgbImage.decode(withChunk(png, "eXIf", block)).width()).isEqualTo(image.height());
    for (int length = 0; length < 20; length++) {
      byte[] cut = withChunk(png, "eXIf", Arrays.copyOf(block, length));
      assertThat(RgbImage.decode(cut)).isEqualTo(image);
    }
    byte[] farDirectory = block.clone();
    farDirectory[4] = (byte) 0xff;
    assertThat(RgbImage.decode(withChunk(png, "eXIf", farDirectory))).isEqualTo(image);
    byte[] textInstead = "Orientation: 6, I think".getBytes(StandardCharsets.US_ASCII);
    assertThat(RgbImage.decode(withChunk(png, "eXIf", textInstead))).isEqualTo(image);
  }

  /** Nothing but an {@link ImageException} may come out, whatever goes in. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("pictures")
  void damagedBytesNeverThrowAnythingElse(String name, byte[] bytes) {
    Random random = new Random(11);
    ImageReadOptions options = ImageReadOptions.DEFAULT.withMaxPixels(1 << 20);
    int refused = 0;
    for (int i = 0; i < 300; i++) {
      byte[] damaged = bytes.clone();
      for (int n = 1 + random.nextInt(8); n > 0; n--) {
        damaged[random.nextInt(Math.min(damaged.length, 400))] = (byte) random.nextInt();
      }
      try {
        RgbImage.decode(damaged, options);
      } catch (ImageException e) {
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }

  /** A picture that compresses badly, so that a part of the bytes is a part of the picture. */
  private static byte[] noise(String format) {
    BufferedImage image = new BufferedImage(48, 48, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(3);
    for (int i = 0; i < 48 * 48; i++) {
      image.setRGB(i % 48, i / 48, random.nextInt() & 0xf0f0f0);
    }
    return encode(image, format);
  }

  private static void assertFails(ErrorCode code, ThrowingCallable call, String message) {
    ImageException e = catchThrowableOfType(ImageException.class, call);
    assertThat(e).isNotNull().hasMessageStartingWith(code.id() + ": Cannot read ");
    assertThat(e.code()).isEqualTo(code);
    assertThat(e).hasMessageContaining(message);
  }
}

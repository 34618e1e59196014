package io.trvae;

import static io.trvae.internal.image.TestImages.gradient;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RgbImageWriteTest {

  private static final RgbImage GRADIENT = RgbImage.of(gradient());

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"a.png", "a.PNG", "a.bmp", "two.dots.png", ".hidden.bmp"})
  void losslessFilesComeBackTheSame(String name) throws IOException {
    Path file = directory.resolve(name);
    GRADIENT.write(file);

    assertThat(RgbImage.read(file)).isEqualTo(GRADIENT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.jpg", "a.jpeg", "a.gif"})
  void lossyFilesComeBackAlmostTheSame(String name) throws IOException {
    Path file = directory.resolve(name);
    GRADIENT.write(file);
    byte[] before = GRADIENT.rgb();
    byte[] after = RgbImage.read(file).rgb();

    double sum = 0;
    for (int i = 0; i < before.length; i++) {
      sum += Math.abs((before[i] & 0xff) - (after[i] & 0xff));
    }
    assertThat(sum / before.length).isBetween(0.01, 6.0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "JPG", "jpeg", "Bmp", "gif"})
  void formatsHaveTheirSignatures(String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    GRADIENT.write(out, format);

    String signature =
        switch (format) {
          case "png" -> "\u0089PNG";
          case "Bmp" -> "BM";
          case "gif" -> "GIF8";
          default -> "\u00ff\u00d8\u00ff";
        };
    assertThat(out.toString(ISO_8859_1)).startsWith(signature);
  }

  @Test
  void flushesAndLeavesStreamsOpen() throws IOException {
    boolean[] seen = new boolean[2];
    ByteArrayOutputStream out =
        new ByteArrayOutputStream() {
          @Override
          public void flush() {
            seen[0] = true;
          }

          @Override
          public void close() {
            seen[1] = true;
          }
        };
    GRADIENT.write(out, "png");

    assertThat(seen).containsExactly(true, false);
  }

  @ParameterizedTest
  @ValueSource(strings = {"anime", "anime.", ".png", "anime.tiff", "anime.webp", "png"})
  void unknownExtensionsAreRefused(String name) {
    Path file = directory.resolve(name);
    ImageException e = catchThrowableOfType(ImageException.class, () -> GRADIENT.write(file));

    assertThat(e.code()).isEqualTo(ErrorCode.IMAGE_FORMAT_UNSUPPORTED);
    assertThat(e).hasMessageContaining(name).hasMessageContaining("png, jpg, jpeg, bmp, gif");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void unknownFormatIsRefusedBeforeAnythingIsWritten() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    assertThatThrownBy(() -> GRADIENT.write(out, "heic"))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("'heic' is unknown; known are png, jpg, jpeg, bmp, gif");
    assertThat(out.size()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"wide.jpg", "wide.gif"})
  void sidesTooLongForTheFormatAreRefused(String name) {
    RgbImage wide = RgbImage.ofRgb(65_536, 1, new byte[3 * 65_536]);

    assertThatThrownBy(() -> wide.write(directory.resolve(name)))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("65536x1")
        .hasMessageContaining("use png");
    assertThat(directory).isEmptyDirectory();

    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThatThrownBy(() -> wide.write(out, name.substring(name.indexOf('.') + 1)))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("65536x1");
    assertThat(out.size()).isZero();
  }

  @Test
  void replacesAFileAndLeavesNothingElse() throws IOException {
    Path file = directory.resolve("a.png");
    Files.writeString(file, "old");
    GRADIENT.write(file);

    assertThat(RgbImage.read(file)).isEqualTo(GRADIENT);
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void missingDirectoryIsAnIoException() {
    assertThatThrownBy(() -> GRADIENT.write(directory.resolve("no").resolve("a.png")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("there is no such folder")
        .hasCauseInstanceOf(NoSuchFileException.class);
  }

  @Test
  void directoryIsNotReplaced() throws IOException {
    Path taken = directory.resolve("a.png");
    Files.createDirectory(taken);
    Files.createFile(taken.resolve("inside"));

    assertThatThrownBy(() -> GRADIENT.write(taken)).isInstanceOf(IOException.class);
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).containsExactly(taken);
    }
  }

  @Test
  void writesToOtherFileSystemsAndRelativePaths() throws IOException {
    try (FileSystem memory = Jimfs.newFileSystem(Configuration.unix())) {
      Path file = memory.getPath("a.png");
      GRADIENT.write(file);

      assertThat(RgbImage.read(file)).isEqualTo(GRADIENT);
    }
  }
}

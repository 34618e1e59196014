package io.trvae.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.trvae.RgbImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faces that the command looks for, with the bundled locator. */
class FaceOptionsTest {

  @TempDir private Path folder;
  private Path photo;
  private Path out;

  @BeforeEach
  void prepare() throws IOException {
    photo = folder.resolve("photo.png");
    out = folder.resolve("out.png");
    try (InputStream in = DemoImage.class.getResourceAsStream("demo/astronaut-full.jpg")) {
      RgbImage.read(in).write(photo);
    }
  }

  private Run transfer(Path picture, String... options) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("transfer", picture.toString(), "--from", "real"));
    arguments.addAll(List.of("--to", "anime", "-f", "-o", out.toString()));
    arguments.addAll(List.of("--model", TinyModel.write(folder).toString()));
    arguments.addAll(List.of(options));
    return Run.of(arguments.toArray());
  }

  @Test
  void allFacesArePutBack() throws IOException {
    Run run = transfer(photo, "--faces", "all");

    assertThat(run.err()).isEmpty();
    RgbImage before = RgbImage.read(photo);
    RgbImage after = RgbImage.read(out);
    assertThat(after.crop(150, 35, 150, 150)).isNotEqualTo(before.crop(150, 35, 150, 150));
    assertThat(after.crop(0, 230, 512, 282)).isEqualTo(before.crop(0, 230, 512, 282));
  }

  @Test
  void theLargestIsDrawnAloneOrPutBack() throws IOException {
    assertThat(transfer(photo, "--faces", "largest").err()).isEmpty();
    assertThat(RgbImage.read(out).width()).isEqualTo(16);

    assertThat(transfer(photo, "--faces", "largest", "--put-back", "matched").err()).isEmpty();
    assertThat(RgbImage.read(out).width()).isEqualTo(512);
  }

  @Test
  void noFaceIsAnErrorUnlessTheWholeMayStandForIt() throws IOException {
    Path empty = folder.resolve("empty.png");
    RgbImage.ofRgb(60, 40, new byte[3 * 60 * 40]).write(empty);

    Run run = transfer(empty, "--faces", "largest");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("TRVAE-104").contains("60x40");
    assertThat(out).doesNotExist();

    assertThat(transfer(empty, "--faces", "largest", "--or-whole").exitCode()).isZero();
    assertThat(RgbImage.read(out).width()).isEqualTo(16);
  }

  @Test
  void aLocatorOfOnesOwnMayLookForThem() throws IOException {
    Run run = transfer(photo, "--faces", "all", "--locator", photo.toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("TRVAE-201").contains("The locator's file");
  }

  @Test
  void oneFaceIsGivenOrLookedFor() throws IOException {
    Run run = transfer(photo, "--faces", "all", "--face", "1,2,3");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("leave --faces out");
  }
}

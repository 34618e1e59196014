package io.trvae.training;

import static io.trvae.training.TestTraining.CONFIG;
import static io.trvae.training.TestTraining.DOMAINS;
import static io.trvae.training.TestTraining.NO_BACKEND;
import static io.trvae.training.TestTraining.SIZE;
import static io.trvae.training.TestTraining.report;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.trvae.RgbImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleSheetTest {

  private static final int CELL = 128;
  private static final int GAP = 4;

  @TempDir Path folder;

  /** Grey images; domain 0 has six from 10, domain 1 four from 100. */
  private static DomainDataset dataset() {
    byte[][][] images = {new byte[6][], new byte[4][]};
    for (int domain = 0; domain < images.length; domain++) {
      for (int i = 0; i < images[domain].length; i++) {
        images[domain][i] = new byte[3 * SIZE * SIZE];
        Arrays.fill(images[domain][i], (byte) ((domain == 0 ? 10 : 100) + i));
      }
    }
    return new InMemoryDataset(DOMAINS, SIZE, images);
  }

  @Test
  void drawsValidationImagesInEveryDomain() throws IOException {
    DomainDataset validation =
        DatasetSplit.of(dataset(), CONFIG.validationFraction(), CONFIG.seed()).validation();
    SampleSheet sheets = new SampleSheet(folder.resolve("samples"), dataset(), 3);

    sheets.onStart(CONFIG, 1);
    sheets.onEpoch(report(12), NO_BACKEND);

    RgbImage sheet = RgbImage.read(folder.resolve("samples/epoch-0012.png"));
    // Domain 0 keeps three images for validation, domain 1 only two.
    int[][] rows = {{0, 0}, {0, 1}, {0, 2}, {1, 0}, {1, 1}};
    int left = sheet.width() - 3 * (CELL + GAP);
    int top = sheet.height() - rows.length * (CELL + GAP);
    assertThat(left).isGreaterThanOrEqualTo(GAP);
    assertThat(top).isGreaterThanOrEqualTo(GAP);
    for (int row = 0; row < rows.length; row++) {
      int grey = TestFiles.colour(validation, rows[row][0], rows[row][1]);
      int red = grey & 0xff0000;
      int source = rows[row][0] == 1 ? 0x0000ff : 0;
      int y = top + row * (CELL + GAP) + CELL / 2;
      assertThat(pixel(sheet, left + CELL / 2, y)).isEqualTo(grey);
      assertThat(pixel(sheet, left + CELL + GAP + CELL / 2, y)).isEqualTo(red | 0x00ff00 | source);
      assertThat(pixel(sheet, left + 2 * (CELL + GAP) + CELL / 2, y)).isEqualTo(red | source);
    }
  }

  private static int pixel(RgbImage image, int x, int y) {
    return image.toBufferedImage().getRGB(x, y) & 0xffffff;
  }

  @Test
  void refusesMisuse() {
    assertThatIllegalArgumentException().isThrownBy(() -> new SampleSheet(folder, dataset(), 0));
    assertThatIllegalStateException()
        .isThrownBy(() -> new SampleSheet(folder, dataset(), 1).onEpoch(report(1), NO_BACKEND));
  }
}

package io.trvae.training;

import static io.trvae.training.TestTraining.CONFIG;
import static io.trvae.training.TestTraining.NO_BACKEND;
import static io.trvae.training.TestTraining.report;
import static org.assertj.core.api.Assertions.assertThat;

import io.trvae.RgbImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LossPlotTest {

  /** The colours of the four parts. */
  private static final int[] COLOURS = {0x000000, 0x0072b2, 0xd55e00, 0x009e73};

  @TempDir Path folder;

  private static void run(TrainingListener listener, int first, int last) {
    listener.onStart(CONFIG, first);
    for (int epoch = first; epoch <= last; epoch++) {
      listener.onEpoch(report(epoch), NO_BACKEND);
    }
  }

  @Test
  void drawsEveryPartAndChangesWithEachEpoch() throws IOException {
    Path picture = folder.resolve("plots/loss.png");
    LossPlot plot = new LossPlot(picture);

    run(plot, 1, 2);
    RgbImage second = RgbImage.read(picture);
    plot.onEpoch(report(3), NO_BACKEND);
    RgbImage third = RgbImage.read(picture);

    assertThat(second.width()).isEqualTo(960);
    assertThat(second.height()).isEqualTo(600);
    for (int colour : COLOURS) {
      assertThat(count(second, colour)).as("%06x", colour).isGreaterThan(200);
    }
    assertThat(third).isNotEqualTo(second);
  }

  /** Pixels of a colour where the curves are. */
  private static int count(RgbImage image, int colour) {
    byte[] rgb = image.rgb();
    int count = 0;
    for (int y = 20; y < 550; y++) {
      for (int x = 60; x < 805; x++) {
        int i = 3 * (y * image.width() + x);
        if (((rgb[i] & 0xff) << 16 | (rgb[i + 1] & 0xff) << 8 | rgb[i + 2] & 0xff) == colour) {
          count++;
        }
      }
    }
    return count;
  }

  @Test
  void aResumedTrainingDrawsTheEpochsBefore() throws IOException {
    run(new LossPlot(folder.resolve("whole.png")), 1, 8);
    Path log = folder.resolve("log.csv");
    run(new CsvLog(log), 1, 6);

    Path resumed = folder.resolve("resumed.png");
    run(new LossPlot(resumed, log), 5, 8);
    run(new LossPlot(folder.resolve("without.png")), 5, 8);

    RgbImage whole = RgbImage.read(folder.resolve("whole.png"));
    assertThat(RgbImage.read(resumed)).isEqualTo(whole);
    assertThat(RgbImage.read(folder.resolve("without.png"))).isNotEqualTo(whole);
  }

  @Test
  void standsLossesThatHaveNoPlaceOnTheScale() throws IOException {
    Losses odd = new Losses(0, -1, Double.NaN, Double.POSITIVE_INFINITY);
    Losses wide = new Losses(1e-300, 1e300, 0, 1);
    for (Losses losses : new Losses[] {odd, wide}) {
      Path picture = folder.resolve("odd.png");
      LossPlot plot = new LossPlot(picture);
      plot.onStart(CONFIG, 1);
      plot.onEpoch(
          new EpochReport(1, 1, losses, losses, 0.1, true, 1, Duration.ofSeconds(1)), NO_BACKEND);

      assertThat(RgbImage.read(picture).width()).isEqualTo(960);
      Files.delete(picture);
    }
  }
}

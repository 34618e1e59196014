package io.trvae.spi.training;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProgressTest {

  @Test
  void aLowerLossIsTheBest() {
    Progress progress = Progress.start(0.1).after(5, 2, 0.5).after(4, 2, 0.5);
    assertThat(progress).isEqualTo(new Progress(2, 0.1, 2, 4, 0));
    assertThat(progress.lastWasBest()).isTrue();
  }

  @Test
  void thePlateauLowersTheRateAndStartsAnew() {
    Progress progress = Progress.start(0.1).after(5, 2, 0.5).after(5, 2, 0.5);
    assertThat(progress).isEqualTo(new Progress(2, 0.1, 1, 5, 1));
    assertThat(progress.lastWasBest()).isFalse();
    progress = progress.after(6, 2, 0.5);
    assertThat(progress).isEqualTo(new Progress(3, 0.05, 1, 5, 0));
    progress = progress.after(6, 2, 0.5);
    assertThat(progress).isEqualTo(new Progress(4, 0.05, 1, 5, 1));
  }

  @Test
  void improvementEndsThePlateau() {
    Progress progress = Progress.start(0.1).after(5, 2, 0.5).after(6, 2, 0.5).after(4, 2, 0.5);
    assertThat(progress).isEqualTo(new Progress(3, 0.1, 3, 4, 0));
  }
}

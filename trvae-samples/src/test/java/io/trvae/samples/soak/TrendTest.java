package io.trvae.samples.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrendTest {

  private static MemorySample sample(long transfers, long resident) {
    return new MemorySample(transfers, resident, 7, 0);
  }

  @Test
  void isTheSlopeOfTheLineThroughAllSamples() {
    List<MemorySample> samples = List.of(sample(0, 100), sample(10, 130), sample(20, 140));

    assertThat(Trend.perTransfer(samples, MemorySample::resident)).isCloseTo(2, within(1e-12));
    assertThat(Trend.perTransfer(samples, MemorySample::heap)).isZero();
  }

  @Test
  void aSampleSeesWhatWasTaken() throws IOException {
    MemorySample before = MemorySample.after(0);
    byte[] taken = new byte[32 << 20];
    MemorySample after = MemorySample.after(1);

    assertThat(after.heap() - before.heap()).isBetween((long) taken.length - (8 << 20), 64L << 20);
    assertThat(after.resident()).isGreaterThan(after.heap() / 2);
  }
}

package io.trvae.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SparkBenchTest {

  @Test
  void printsALineForEachSizeAndOneForTheGrowth() {
    Run run = Run.of("spark-bench", "--pictures", "1,3", "--rounds", "1");

    assertThat(run.exitCode()).as(run.err()).isZero();
    List<String> lines = run.out().lines().toList();
    assertThat(lines).hasSize(5).allMatch(line -> line.chars().filter(c -> c == '|').count() == 6);
    assertThat(lines)
        .extracting(line -> line.split("\\|", 3)[1].strip())
        .containsExactly("pictures", "---:", "1", "3", "the last less the first");
  }
}

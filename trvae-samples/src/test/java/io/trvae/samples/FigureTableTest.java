package io.trvae.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.trvae.evaluation.EvaluationReport;
import io.trvae.evaluation.Figure;
import java.util.List;
import org.junit.jupiter.api.Test;

class FigureTableTest {

  @Test
  void hasALineForEachPairAndAColumnForEachMetric() {
    EvaluationReport report =
        new EvaluationReport(
            List.of(
                new Figure("kid", "real", "anime", 0.00042, 0.1),
                new Figure("round_trip_psnr", "real", "anime", 17.333, 0.1),
                new Figure("psnr", "real", "real", Double.POSITIVE_INFINITY, 0),
                new Figure("round_trip_psnr", "anime", "real", Double.NaN, 0),
                new Figure("leakage_linear_mmd", "*", "*", 0.5, 0.01)));

    assertThat(FigureTable.all(report).lines())
        .containsExactly(
            "",
            "                             round",
            "                              trip",
            "transfer            kid       psnr",
            "real > anime     0.0004      17.33",
            "anime > real                     -",
            "",
            "domain       psnr",
            "real          inf",
            "",
            "           leakage",
            "            linear",
            "domains        mmd",
            "all         0.5000");
  }
}

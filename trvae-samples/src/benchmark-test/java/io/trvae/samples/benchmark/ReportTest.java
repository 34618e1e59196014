package io.trvae.samples.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class ReportTest {

  private static final Report REPORT =
      new Report(
          List.of(
              transfer("trvae", 1, 2, Cell.IDLE, 0.5),
              transfer("nd4j", 1, 2, Cell.IDLE, 4),
              transfer("nd4j", 1, 1, Cell.IDLE, 2),
              transfer("nd4j", 1, 2, Cell.BUSY, 123.4),
              new Figure("gemm", "trvae", "*", "float32", 0, 2, "idle", 500, "GFLOP/s", 7)));

  private static Figure transfer(
      String engine, int batch, int threads, String load, double milliseconds) {
    return new Figure(
        "transfer",
        engine,
        "compact",
        "float32",
        batch,
        threads,
        load,
        milliseconds,
        "ms/call",
        0.25);
  }

  @Test
  void jsonIsAFlatArray() {
    JsonArray array = JsonParser.parseString(REPORT.toJson()).getAsJsonArray();

    assertThat(array).hasSize(5);
    assertThat(array.get(0).getAsJsonObject().keySet())
        .containsExactly(
            "benchmark",
            "engine",
            "architecture",
            "dtype",
            "batch",
            "threads",
            "load",
            "value",
            "unit",
            "error");
    assertThat(array.get(3).getAsJsonObject().get("value").getAsDouble()).isEqualTo(123.4);
  }

  @Test
  void markdownHasATableForEachBenchmarkAndAColumnForEachEngine() {
    assertThat(REPORT.toMarkdown())
        .isEqualTo(
            """
            **transfer**, ms/call

            | architecture | batch | threads | load | trvae float32 | nd4j float32 |
            | --- | ---: | ---: | --- | ---: | ---: |
            | compact | 1 | 2 | idle | 0.50 ± 0.25 | 4.00 ± 0.25 |
            | compact | 1 | 1 | idle | | 2.00 ± 0.25 |
            | compact | 1 | 2 | busy | | 123 ± 0.25 |

            **gemm**, GFLOP/s

            | architecture | batch | threads | load | trvae float32 |
            | --- | ---: | ---: | --- | ---: |
            | * | 0 | 2 | idle | 500 ± 7.00 |
            """);
  }

  @Test
  void chartShowsTheBestThreadsOfEachEngineOnAnIdleMachine() throws Exception {
    Document chart =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(REPORT.toSvg().getBytes(StandardCharsets.UTF_8)));

    List<String> texts =
        IntStream.range(0, chart.getElementsByTagName("text").getLength())
            .mapToObj(i -> chart.getElementsByTagName("text").item(i).getTextContent())
            .toList();
    assertThat(texts)
        .contains("trvae float32", "nd4j float32", "compact, images per second", "batch 1")
        .contains("2000", "500")
        .doesNotContain("250", "8");
  }
}

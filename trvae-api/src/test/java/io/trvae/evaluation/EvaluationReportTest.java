package io.trvae.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationReportTest {

  private final EvaluationReport report =
      new EvaluationReport(
          List.of(
              new Figure("sharpness", "real", "anime", 0.1 + 0.2, 1e-7),
              new Figure("psnr", "real", "real", Double.POSITIVE_INFINITY, Double.NaN)));

  @Test
  void jsonIsAFlatArray() {
    JsonArray array = JsonParser.parseString(report.toJson()).getAsJsonArray();

    assertThat(array).hasSize(2);
    JsonObject first = array.get(0).getAsJsonObject();
    assertThat(first.keySet()).containsExactly("metric", "from", "to", "value", "error");
    assertThat(first.get("metric").getAsString()).isEqualTo("sharpness");
    assertThat(first.get("from").getAsString()).isEqualTo("real");
    assertThat(first.get("to").getAsString()).isEqualTo("anime");
    assertThat(first.get("value").getAsDouble()).isEqualTo(0.1 + 0.2);
    assertThat(first.get("error").getAsDouble()).isEqualTo(1e-7);
  }

  @Test
  void jsonHasNoInfinity() {
    JsonObject second =
        JsonParser.parseString(report.toJson()).getAsJsonArray().get(1).getAsJsonObject();

    assertThat(second.get("value").isJsonNull()).isTrue();
    assertThat(second.get("error").isJsonNull()).isTrue();
  }

  @Test
  void fileHoldsTheJsonAlone(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("figures.json"), "an older and longer report");

    report.write(file);

    assertThat(file).hasContent(report.toJson());
    assertThat(folder).isDirectoryContaining(file::equals);
    assertThat(folder.toFile().list()).hasSize(1);
  }

  @Test
  void textIsATable() {
    assertThat(report.toText())
        .isEqualTo(
            """
            metric     from  to          value       error
            sharpness  real  anime      0.3000      0.0000
            psnr       real  real     Infinity         NaN
            """);
  }
}

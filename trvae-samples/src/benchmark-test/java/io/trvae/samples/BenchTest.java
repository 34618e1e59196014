package io.trvae.samples;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchTest {

  @Test
  void measuresEveryEngineInAProcessOfItsOwn(@TempDir Path folder) throws IOException {
    Path json = folder.resolve("figures.json");

    Run run = Run.of("bench", "--quick", "--parts", "start", "--json", json);

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("**start**, ms/call", "onnxruntime-");
    List<String> engines =
        StreamSupport.stream(
                JsonParser.parseString(Files.readString(json)).getAsJsonArray().spliterator(),
                false)
            .map(JsonElement::getAsJsonObject)
            .filter(figure -> figure.get("benchmark").getAsString().equals("start"))
            .filter(figure -> figure.get("value").getAsDouble() > 0)
            .map(figure -> figure.get("engine").getAsString())
            .toList();
    assertThat(engines).containsExactly("trvae", "nd4j", "onnxruntime", "djl-pytorch");
  }

  @Test
  void aBatchOfNothingIsAUsageError() {
    Run run = Run.of("bench", "--batches", "8,0");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--batches");
  }
}

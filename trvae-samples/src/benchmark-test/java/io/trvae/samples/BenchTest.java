package io.trvae.samples;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchTest {

  /** But for the archive of classes: there is none of the folders that a build's come from. */
  @Test
  void measuresEveryEngineInAProcessOfItsOwn(@TempDir Path folder) throws IOException {
    Path json = folder.resolve("figures.json");

    Run run = Run.of("bench", "--quick", "--parts", "start", "--json", json);

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("**start**, ms/call", "onnxruntime-");
    List<String> measured =
        StreamSupport.stream(
                JsonParser.parseString(Files.readString(json)).getAsJsonArray().spliterator(),
                false)
            .map(JsonElement::getAsJsonObject)
            .filter(figure -> figure.get("value").getAsDouble() > 0)
            .map(
                figure ->
                    figure.get("engine").getAsString()
                        + " "
                        + figure.get("benchmark").getAsString())
            .toList();
    assertThat(measured)
        .filteredOn(figure -> figure.contains(" start"))
        .containsExactlyInAnyOrderElementsOf(
            Stream.of("trvae", "nd4j", "onnxruntime")
                .flatMap(
                    engine ->
                        Stream.of("start_unpacking", "start")
                            .map(benchmark -> engine + " " + benchmark))
                .toList());
  }

  @Test
  void aBatchOfNothingIsAUsageError() {
    Run run = Run.of("bench", "--batches", "8,0");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--batches");
  }
}

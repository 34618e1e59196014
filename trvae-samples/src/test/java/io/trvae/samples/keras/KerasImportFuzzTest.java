package io.trvae.samples.keras;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.trvae.DomainLabel;
import io.trvae.ErrorCode;
import io.trvae.ModelException;
import io.trvae.model.TransferModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever comes as a model of Keras, a model comes out or a {@link ModelException}. */
class KerasImportFuzzTest {

  @TempDir private Path folder;

  /** Files of two versions of Keras, as they are but for weights of one value, to be small. */
  static Stream<byte[]> seeds() throws IOException {
    return Stream.of(small("arch_style_2"), small("keras3"));
  }

  private static byte[] small(String name) throws IOException {
    JsonObject layout = KerasModels.layout(name);
    for (Map.Entry<String, JsonElement> model : layout.getAsJsonObject("weights").entrySet()) {
      for (Map.Entry<String, JsonElement> weight : model.getValue().getAsJsonObject().entrySet()) {
        JsonArray axes = weight.getValue().getAsJsonArray();
        IntStream.range(0, axes.size()).forEach(i -> axes.set(i, new JsonPrimitive(1)));
      }
    }
    Path file = Files.createTempFile("small", ".h5");
    try {
      KerasModels.write(layout, file);
      return Files.readAllBytes(file);
    } finally {
      Files.delete(file);
    }
  }

  private static List<DomainLabel> domains(int count) {
    return IntStream.range(0, count).mapToObj(i -> DomainLabel.of("d" + i)).toList();
  }

  @Timeout(60)
  @MethodSource("seeds")
  @FuzzTest
  void read(byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("mmd_cvae.h5"), bytes);
    try {
      TransferModel model = KerasImport.read(file, KerasImportFuzzTest::domains, "for tests");
      assertThat(model.tensors()).isNotEmpty();
    } catch (ModelException refused) {
      assertThat(refused.code()).isEqualTo(ErrorCode.MODEL_INVALID);
    }
  }
}

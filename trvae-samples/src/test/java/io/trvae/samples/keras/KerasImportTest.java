package io.trvae.samples.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.jhdf.HdfFile;
import io.trvae.DomainLabel;
import io.trvae.ErrorCode;
import io.trvae.ModelException;
import io.trvae.Precision;
import io.trvae.dl4j.OneDnnBackendProvider;
import io.trvae.model.TransferModel;
import io.trvae.network.NetworkSpec;
import io.trvae.spi.Backend;
import io.trvae.spi.BackendOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class KerasImportTest {

  /** The smallest of the networks. */
  private static final String SMALL = "arch_style_2";

  private static final float TOLERANCE = 1e-4f;

  @TempDir private Path folder;

  private TransferModel read(JsonObject layout) throws IOException {
    Path file = folder.resolve("mmd_cvae.h5");
    KerasModels.write(layout, file);
    return KerasImport.read(file, KerasImportTest::domains, "for tests");
  }

  private static List<DomainLabel> domains(int count) {
    return IntStream.range(0, count).mapToObj(i -> DomainLabel.of("d" + i)).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "arch_style_1, 32, 3, 20",
    "arch_style_2, 16, 2, 10",
    "arch_style_3, 64, 3, 20",
    "arch_style_3_mirrored, 64, 4, 20"
  })
  void computesWhatKerasComputes(String name, int size, int domainCount, int latentSize)
      throws IOException {
    TransferModel model = read(KerasModels.layout(name));

    NetworkSpec spec = model.spec().network();
    assertThat(spec.architecture().id()).isEqualTo(name);
    assertThat(List.of(spec.imageSize(), spec.domainCount(), spec.latentSize(), spec.mmdSize()))
        .containsExactly(size, domainCount, latentSize, 24);
    assertThat(spec.dropout()).isEqualTo(0.2f);
    assertThat(model.spec().domains()).isEqualTo(domains(domainCount));
    assertThat(model.provenance().licence()).isEqualTo("for tests");
    assertThat(model.provenance().software()).containsEntry("keras", "2.21.0");

    float[] mean = new float[latentSize];
    float[] logVar = new float[latentSize];
    float[] image = new float[3 * size * size];
    try (Backend backend =
            new OneDnnBackendProvider()
                .open(model, new BackendOptions(2, Optional.empty(), Precision.FLOAT32));
        HdfFile golden = golden()) {
      backend.encode(image(name, size), label(domainCount, 0), 1, mean, logVar);
      assertClose(mean, values(golden, name + "/mean"));
      assertClose(logVar, values(golden, name + "/log_var"));
      backend.decode(mean, label(domainCount, 1), 1, image);
      assertClose(image, channelsFirst(values(golden, name + "/image")));
    }
  }

  private static HdfFile golden() {
    return HdfFile.fromInputStream(
        Objects.requireNonNull(KerasImportTest.class.getResourceAsStream("golden.h5")));
  }

  private static float[] values(HdfFile file, String path) {
    return (float[]) file.getDatasetByPath(path).getDataFlat();
  }

  private static float[] image(String name, int size) {
    float[] values = KerasModels.values(name, 3 * size * size);
    for (int i = 0; i < values.length; i++) {
      values[i] = (values[i] + 1) / 2;
    }
    return channelsFirst(values);
  }

  private static float[] channelsFirst(float[] values) {
    float[] ordered = new float[values.length];
    int plane = values.length / 3;
    for (int i = 0; i < values.length; i++) {
      ordered[i % 3 * plane + i / 3] = values[i];
    }
    return ordered;
  }

  private static float[] label(int count, int domain) {
    float[] label = new float[count];
    label[domain] = 1;
    return label;
  }

  private static void assertClose(float[] actual, float[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    float difference = 0;
    float largest = 0;
    for (int i = 0; i < actual.length; i++) {
      difference = Math.max(difference, Math.abs(actual[i] - expected[i]));
      largest = Math.max(largest, Math.abs(expected[i]));
    }
    assertThat(largest).as("values worth comparing").isBetween(0.5f, 10f);
    assertThat(difference).isLessThan(TOLERANCE);
  }

  @Test
  void readsFilesOfKeras3() throws IOException {
    TransferModel model = read(KerasModels.layout("keras3"));

    assertThat(model.spec().network().architecture().id()).isEqualTo("arch_style_2");
    assertThat(model.provenance().software()).containsEntry("keras", "3.15.1");
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        fault(
            "model_weights/encoder/dense/kernel:0 is missing",
            layout -> weights(layout, "encoder").remove("dense/kernel:0")),
        fault(
            "model_weights/encoder/batch_normalization/beta:0 has 511 values, not 512",
            layout -> setShape(layout, "encoder", "batch_normalization/beta:0", 511)),
        fault(
            "model_weights/encoder/dense_1/kernel:0 has 1 axes, not 2",
            layout -> setShape(layout, "encoder", "dense_1/kernel:0", 512)),
        fault(
            "model_weights/decoder/dense_6 is Dense[name=dense_6, in=500, out=512, bias=false]"
                + " where arch_style_2, which is most like it, has Dense[name=decoder.dense1, in=24",
            layout -> setShape(layout, "decoder", "dense_6/kernel:0", 500, 512)),
        fault(
            "model_weights/decoder/dense_9/kernel:0 belongs to no layer",
            layout -> setShape(layout, "decoder", "dense_9/kernel:0", 1, 2)),
        fault(
            "model_weights/mmd/scale/kernel:0 belongs to no layer",
            layout -> setShape(layout, "mmd", "scale/kernel:0", 1, 2)),
        fault(
            "model_weights/encoder/leaky_re_lu is LeakyRelu[slope=0.2] where",
            layout -> config(layout, "encoder", "leaky_re_lu").addProperty("alpha", 0.2)),
        fault(
            "model_weights/encoder/leaky_re_lu lacks the option 'alpha'",
            layout -> config(layout, "encoder", "leaky_re_lu").remove("alpha")),
        fault(
            "model_weights/decoder/batch_normalization_3 is BatchNorm[",
            layout ->
                config(layout, "decoder", "batch_normalization_3").addProperty("epsilon", 0.1)),
        fault(
            "model_weights/decoder/reconstruction_output has the activation \"sigmoid\"",
            layout ->
                config(layout, "decoder", "reconstruction_output")
                    .addProperty("activation", "sigmoid")),
        fault(
            "model_weights/encoder/dropout is of the kind GaussianDropout",
            layout ->
                layer(layout, "encoder", "dropout").addProperty("class_name", "GaussianDropout")),
        fault(
            "The model 'decoder' ends before LeakyRelu[slope=0.0]",
            layout ->
                layers(layout, "decoder")
                    .remove(layer(layout, "decoder", "reconstruction_output"))),
        fault(
            "The input 'data' takes images of 28x28 with 1 channels",
            layout ->
                config(layout, "encoder", "data").add("batch_input_shape", axes(-1, 28, 28, 1))),
        fault(
            "The input 'latent_data' is missing in the model 'decoder'",
            layout -> config(layout, "decoder", "latent_data").addProperty("name", "z")),
        fault(
            "The text attribute 'keras_version' is missing",
            layout -> layout.getAsJsonObject("attributes").remove("keras_version")),
        fault(
            "The model 'encoder' is missing",
            layout -> model(layout, "encoder").addProperty("name", "e")));
  }

  private static Arguments fault(String message, Consumer<JsonObject> change) {
    return Arguments.of(message, change);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void namesWhatIsNotAsExpected(String message, Consumer<JsonObject> change) throws IOException {
    JsonObject layout = KerasModels.layout(SMALL);
    change.accept(layout);

    assertThatThrownBy(() -> read(layout))
        .isInstanceOfSatisfying(
            ModelException.class,
            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.MODEL_INVALID))
        .hasMessageContaining("mmd_cvae.h5' is no DCtrVAE model that can be imported: " + message);
  }

  private static JsonObject weights(JsonObject layout, String model) {
    return layout.getAsJsonObject("weights").getAsJsonObject(model);
  }

  private static void setShape(JsonObject layout, String model, String weight, int... shape) {
    weights(layout, model).add(weight, axes(shape));
  }

  private static JsonArray axes(int... sizes) {
    JsonArray axes = new JsonArray();
    IntStream.of(sizes).forEach(axes::add);
    return axes;
  }

  private static JsonObject config(JsonObject layout, String model, String layer) {
    return layer(layout, model, layer).getAsJsonObject("config");
  }

  private static JsonObject layer(JsonObject layout, String model, String layer) {
    return named(layers(layout, model), layer);
  }

  private static JsonArray layers(JsonObject layout, String model) {
    return model(layout, model).getAsJsonArray("layers");
  }

  private static JsonObject model(JsonObject layout, String model) {
    JsonObject whole = layout.getAsJsonObject("model_config").getAsJsonObject("config");
    return named(whole.getAsJsonArray("layers"), model).getAsJsonObject("config");
  }

  private static JsonObject named(JsonArray layers, String name) {
    return layers.asList().stream()
        .map(JsonElement::getAsJsonObject)
        .filter(layer -> layer.getAsJsonObject("config").get("name").getAsString().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void refusesWhatIsNoHdf5() throws IOException {
    Path file = Files.writeString(folder.resolve("text.h5"), "no HDF5");

    assertThatThrownBy(() -> KerasImport.read(file, KerasImportTest::domains, ""))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("text.h5");
  }

  @Test
  void refusesAFileThatWasCutOff() throws IOException {
    Path whole = folder.resolve("whole.h5");
    KerasModels.write(KerasModels.layout(SMALL), whole);
    byte[] bytes = Files.readAllBytes(whole);
    Path file = Files.write(folder.resolve("cut.h5"), Arrays.copyOf(bytes, bytes.length / 2));

    assertThatThrownBy(() -> KerasImport.read(file, KerasImportTest::domains, ""))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("cut.h5");
  }

  @Test
  void refusesGroupsThatLinkInACircle() throws IOException {
    PatchedFile file = small();
    String weights = KerasFile.WEIGHTS;
    file.replace(weights, file.address(weights + "/encoder"), file.address(weights)).write();

    assertRefused("model_weights/encoder is a group that has another path too");
  }

  /** Forty of these, one within the other, have more paths than anybody can walk. */
  @Test
  void refusesTwoPathsToAGroup() throws IOException {
    PatchedFile file = small();
    String weights = KerasFile.WEIGHTS;
    file.replace(weights, file.address(weights + "/encoder"), file.address(weights + "/decoder"))
        .write();

    assertRefused("coder is a group that has another path too");
  }

  @Test
  void refusesAWeightThatClaimsMoreThanTheFileHas() throws IOException {
    JsonObject layout = KerasModels.layout(SMALL);
    config(layout, "encoder", "data").add("batch_input_shape", axes(-1, 512, 512, 3));
    int inputs = 512 * 512 * 3 + 2;
    setShape(layout, "encoder", "dense/kernel:0", 31, 512);
    setShape(layout, "decoder", "dense_8/kernel:0", 512, 37);
    KerasModels.write(layout, folder.resolve("mmd_cvae.h5"));
    new PatchedFile(folder.resolve("mmd_cvae.h5"))
        .replace("model_weights/encoder/dense/kernel:0", 31, inputs)
        .replace("model_weights/decoder/dense_8/kernel:0", 37, inputs - 2)
        .write();

    assertRefused(
        "model_weights/encoder/dense/kernel:0 has more values than the file has room for");
  }

  private PatchedFile small() throws IOException {
    Path file = folder.resolve("mmd_cvae.h5");
    KerasModels.write(KerasModels.layout(SMALL), file);
    return new PatchedFile(file);
  }

  private void assertRefused(String message) {
    assertThatThrownBy(
            () ->
                KerasImport.read(
                    folder.resolve("mmd_cvae.h5"), KerasImportTest::domains, "for tests"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("mmd_cvae.h5' is no DCtrVAE model that can be imported: ")
        .hasMessageContaining(message);
  }

  @Test
  void missingFileIsAnIoException() {
    Path file = folder.resolve("none.h5");

    assertThatThrownBy(() -> KerasImport.read(file, KerasImportTest::domains, ""))
        .isInstanceOf(NoSuchFileException.class);
  }
}

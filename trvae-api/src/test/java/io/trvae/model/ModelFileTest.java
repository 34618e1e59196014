package io.trvae.model;

import static io.trvae.model.TestModels.assertSame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.trvae.ErrorCode;
import io.trvae.ModelException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ModelFileTest {

  private static final TransferModel MODEL = TestModels.compact();

  /** The bytes of {@link #MODEL} in float16, and their content. */
  private static byte[] valid;

  private static SafetensorsFile content;

  @TempDir Path directory;

  @BeforeAll
  static void writeValid(@TempDir Path directory) throws Exception {
    Path path = directory.resolve("valid.safetensors");
    ModelFile.write(MODEL, path, WeightType.FLOAT16);
    valid = Files.readAllBytes(path);
    content = SafetensorsReader.read(new ByteArrayInputStream(valid));
  }

  private static TransferModel read(byte[] bytes) throws IOException {
    return ModelFile.read(new ByteArrayInputStream(bytes));
  }

  private static byte[] museum(WeightType type) throws IOException {
    String name = "format-1-compact-" + type.name().toLowerCase(Locale.ROOT);
    try (InputStream in = ModelFileTest.class.getResourceAsStream(name + ".safetensors.gz")) {
      return new GZIPInputStream(in).readAllBytes();
    }
  }

  @Test
  void float32KeepsEveryBit() throws IOException {
    Path path = directory.resolve("model.safetensors");

    ModelFile.write(MODEL, path, WeightType.FLOAT32);

    assertSame(ModelFile.read(path), MODEL);
    try (InputStream in = Files.newInputStream(path)) {
      assertSame(ModelFile.read(in), MODEL);
    }
  }

  @Test
  void float16RoundsEveryWeight() throws IOException {
    TransferModel copy = read(valid);

    assertThat(copy.spec()).isEqualTo(MODEL.spec());
    assertThat(copy.provenance()).isEqualTo(MODEL.provenance());
    MODEL
        .tensors()
        .forEach(
            (name, tensor) -> {
              float[] expected = tensor.toFloats();
              for (int i = 0; i < expected.length; i++) {
                expected[i] = Float16.toFloat(Float16.fromFloat(expected[i]));
              }
              assertThat(copy.tensor(name).type()).isEqualTo(WeightType.FLOAT16);
              assertThat(copy.tensor(name).toFloats()).isEqualTo(expected);
            });
  }

  @Test
  void float16BecomesFloat32WithoutLoss() throws IOException {
    TransferModel halves = read(valid);
    Path path = directory.resolve("wide.safetensors");

    ModelFile.write(halves, path, WeightType.FLOAT32);

    TransferModel wide = ModelFile.read(path);
    wide.tensors()
        .forEach(
            (name, tensor) -> {
              assertThat(tensor.type()).isEqualTo(WeightType.FLOAT32);
              assertThat(tensor.toFloats()).isEqualTo(halves.tensor(name).toFloats());
            });
  }

  @Test
  void theSameModelGivesTheSameBytes() throws IOException {
    Path path = directory.resolve("again.safetensors");

    ModelFile.write(TestModels.compact(), path, WeightType.FLOAT16);
    assertThat(Files.readAllBytes(path)).isEqualTo(valid);

    ModelFile.write(read(valid), path, WeightType.FLOAT16);
    assertThat(Files.readAllBytes(path)).isEqualTo(valid);
  }

  /** Files of format version 1 stay readable for ever: these were written by 0.1.0. */
  @ParameterizedTest
  @EnumSource(WeightType.class)
  void readsFormat1(WeightType type) throws IOException {
    TransferModel old = read(museum(type));

    Path path = directory.resolve("new.safetensors");
    ModelFile.write(MODEL, path, type);
    assertSame(old, ModelFile.read(path));
  }

  /** The Python package has opened exactly these bytes. */
  @ParameterizedTest
  @EnumSource(WeightType.class)
  void writesTheBytesThatPythonHasOpened(WeightType type) throws IOException {
    Path path = directory.resolve("new.safetensors");
    ModelFile.write(MODEL, path, type);

    assertThat(Files.readAllBytes(path)).isEqualTo(museum(type));
  }

  @Test
  void aModelThatWasReadDoesNotNeedItsFile() throws IOException {
    Path path = directory.resolve("model.safetensors");
    Files.write(path, valid);
    TransferModel model = ModelFile.read(path);

    Files.write(path, new byte[10]);

    assertSame(model, read(valid));
  }

  @Test
  void theStreamStaysOpen() throws IOException {
    boolean[] closed = new boolean[1];
    InputStream in =
        new ByteArrayInputStream(valid) {
          @Override
          public void close() {
            closed[0] = true;
          }
        };

    ModelFile.read(in);

    assertThat(closed[0]).isFalse();
  }

  @Test
  void writingReplacesAFileAndLeavesNothingElse() throws IOException {
    Path path = directory.resolve("model.safetensors");
    Files.writeString(path, "old");

    ModelFile.write(MODEL, path, WeightType.FLOAT16);

    assertThat(Files.readAllBytes(path)).isEqualTo(valid);
    assertThat(directory).isDirectoryContaining(path::equals);
    assertThat(directory.toFile().list()).hasSize(1);
  }

  @Test
  void writtenFilesHaveThePermissionsOfAnyNewFile() throws IOException {
    Path plain = Files.createFile(directory.resolve("plain"));
    Path path = directory.resolve("model.safetensors");

    ModelFile.write(MODEL, path, WeightType.FLOAT16);

    if (Files.getFileStore(directory).supportsFileAttributeView("posix")) {
      assertThat(Files.getPosixFilePermissions(path))
          .isEqualTo(Files.getPosixFilePermissions(plain));
    }
  }

  @Test
  void aFailedMoveLeavesNoTemporaryFile() throws IOException {
    Path path = Files.createDirectory(directory.resolve("occupied"));
    Files.createFile(path.resolve("file"));

    assertThatThrownBy(() -> ModelFile.write(MODEL, path, WeightType.FLOAT16))
        .isInstanceOf(IOException.class);

    assertThat(directory.toFile().list()).containsExactly("occupied");
  }

  @Test
  void aMissingDirectoryIsAnIoException() {
    Path path = directory.resolve("missing").resolve("model.safetensors");

    assertThatThrownBy(() -> ModelFile.write(MODEL, path, WeightType.FLOAT16))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("there is no such folder")
        .hasCauseInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> ModelFile.read(path)).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void aWeightTooLargeForFloat16IsAnErrorAndTheOldFileStays() throws IOException {
    Path path = directory.resolve("model.safetensors");
    Files.writeString(path, "old");
    TransferModel large = with("decoder.image.bias", new float[] {1, -65520, 2});

    assertThatThrownBy(() -> ModelFile.write(large, path, WeightType.FLOAT16))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-65520.0 at index 1 of 'decoder.image.bias'")
        .hasMessageContaining("65504");
    assertThat(path).hasContent("old");
    assertThat(directory.toFile().list()).hasSize(1);

    ModelFile.write(
        with("decoder.image.bias", new float[] {65519.996f, 0, 0}), path, WeightType.FLOAT16);
    assertThat(ModelFile.read(path).tensor("decoder.image.bias").toFloats())
        .containsExactly(65504, 0, 0);
    ModelFile.write(large, path, WeightType.FLOAT32);
    assertSame(ModelFile.read(path), large);
  }

  private static TransferModel with(String name, float[] values) {
    Map<String, Tensor> tensors = new LinkedHashMap<>(MODEL.tensors());
    tensors.put(name, Tensor.of(MODEL.tensor(name).shape(), values));
    return new TransferModel(MODEL.spec(), tensors, MODEL.provenance());
  }

  @Test
  void aMetricThatIsNotFiniteIsAnError() {
    Path path = directory.resolve("model.safetensors");

    assertThatThrownBy(
            () ->
                ModelFile.write(
                    TestModels.compact(Map.of("kid", Double.NaN)), path, WeightType.FLOAT16))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'kid' is NaN");
    assertThat(path).doesNotExist();
  }

  /** The valid content with one text changed, or removed if the text is null. */
  private static SafetensorsFile withText(String key, String text) {
    Map<String, String> texts = new LinkedHashMap<>(content.metadata());
    if (text == null) {
      texts.remove(key);
    } else {
      texts.put(key, text);
    }
    return new SafetensorsFile(texts, content.tensors());
  }

  private static byte[] bytes(SafetensorsFile file) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      file.write(Channels.newChannel(out));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toByteArray();
  }

  @Test
  void unknownKeysArePassedOver() throws IOException {
    assertSame(read(bytes(withText("note", "added with another tool"))), read(valid));
  }

  static Stream<String> keys() throws IOException, FormatException {
    return SafetensorsReader.read(new ByteArrayInputStream(museum(WeightType.FLOAT16)))
        .metadata()
        .keySet()
        .stream();
  }

  @ParameterizedTest
  @MethodSource("keys")
  void namesTheKeyThatIsMissing(String key) {
    assertRefused(bytes(withText(key, null)), "its metadata lack the key '" + key + "'");
  }

  static Stream<Arguments> wrongTexts() {
    return Stream.of(
        arguments("format", "pt", "its format is 'pt' and not 'trvae'"),
        arguments("format_version", "2", "written by a newer version of trvae"),
        arguments("format_version", "2", "format version 2, this version reads up to 1; update"),
        arguments("format_version", "0", "there is no format version 0"),
        arguments("format_version", "1.0", "the value '1.0', which is not an integer"),
        arguments("architecture", "vast", "Unknown architecture 'vast'; known are arch_style_1"),
        arguments("architecture", "arch_style_1", "lacks the tensor 'encoder.label1.weight'"),
        arguments("image_size", "17", "Image size 17 is not a multiple of 16"),
        arguments("image_size", "-16", "'image_size' has the value '-16', which is not an integer"),
        arguments("image_size", "+16", "which is not an integer"),
        arguments("image_size", "4294967312", "which is not an integer of up to 9 digits"),
        arguments("image_size", "1024", "has the tensor 'encoder.mean.weight' in shape [2, 256]"),
        arguments("domains", "real,anime", "'domains' is not valid JSON"),
        arguments("domains", "[\"real\"]", "domainCount 1 is not in [2, 1024]"),
        arguments("domains", "[\"real\",\"real\"]", "A domain appears twice"),
        arguments("domains", "[\"real\",\"An ime\"]", "Domain name 'An ime'"),
        arguments("domains", "[\"real\",2]", "at $[1] should be string and is number"),
        arguments("domains", "[\"a\",\"b\"] []", "'domains' is not valid JSON"),
        arguments("latent_size", "0", "latentSize 0 is not in [1, 65536]"),
        arguments("latent_size", "", "the value '', which is not an integer"),
        arguments("latent_size", "3", "has the tensor 'encoder.mean.weight' in shape"),
        arguments("mmd_size", "999999999", "mmdSize 999999999 is not in"),
        arguments("dropout", "1.0", "dropout 1.0 is not in [0, 1)"),
        arguments("dropout", "NaN", "the value 'NaN', which is not a decimal number"),
        arguments("dropout", "0x0p0", "which is not a decimal number"),
        arguments("created", "yesterday", "the value 'yesterday', which is not a UTC time"),
        arguments("software", "{\"java\":17}", "at $.java should be string and is number"),
        arguments("software", "{\"a\":\"1\",\"a\":\"2\"}", "at $.a has this name twice"),
        arguments("data", "{\"real\":1.5}", "at $.real is not an integer"),
        arguments("data", "{\"real\":2147483648}", "the impossible count 2147483648"),
        arguments("configuration", "[]", "should be begin object and is begin array"),
        arguments("metrics", "{\"kid\":\"1\"}", "at $.kid should be number and is string"),
        arguments("metrics", "{\"kid\":1e999}", "out of the range of a double"),
        arguments("metrics", "{\"kid\":NaN}", "'metrics' is not valid JSON"),
        arguments("sha256", "0".repeat(64), "its tensors are damaged: their SHA-256 is"),
        arguments("sha256", "", "its metadata say ; copy it again"));
  }

  @ParameterizedTest(name = "{0} = {1}")
  @MethodSource("wrongTexts")
  void refusesTheText(String key, String text, String message) {
    assertRefused(bytes(withText(key, text)), message);
  }

  static Stream<Arguments> largestSizes() {
    return Stream.of(
        arguments("arch_style_1", "1024"),
        arguments("arch_style_2", "1024"),
        arguments("arch_style_3", "1024"),
        arguments("arch_style_3_mirrored", "512"),
        arguments("compact", "1024"));
  }

  /** Sizes are bounded so that describing a network never overflows. */
  @ParameterizedTest
  @MethodSource("largestSizes")
  void refusesClaimsOfTheLargestNetwork(String architecture, String imageSize) {
    Map<String, String> texts = new LinkedHashMap<>(content.metadata());
    texts.put("architecture", architecture);
    texts.put("image_size", imageSize);
    texts.put("latent_size", "65536");
    texts.put("mmd_size", "65536");
    texts.put(
        "domains",
        "[\"d0"
            + String.join(
                "\",\"d", Stream.iterate(1, i -> i + 1).limit(1023).map(Object::toString).toList())
            + "\"]");

    assertRefused(bytes(new SafetensorsFile(texts, content.tensors())), "it was written for");
  }

  @Test
  void refusesAnEmptyContainer() {
    assertRefused(
        bytes(new SafetensorsFile(Map.of(), Map.of())), "its metadata lack the key 'format'");
  }

  @Test
  void namesTheTensorThatIsMissing() {
    Map<String, Tensor> tensors = new LinkedHashMap<>(content.tensors());
    tensors.remove("decoder.conv2.bias");

    assertRefused(
        bytes(new SafetensorsFile(content.metadata(), tensors)),
        "lacks the tensor 'decoder.conv2.bias'");
  }

  @Test
  void namesTheTensorThatIsUnknown() {
    Map<String, Tensor> tensors = new LinkedHashMap<>(content.tensors());
    tensors.put("surplus", Tensor.of(List.of(1), new float[1]));

    assertRefused(
        bytes(new SafetensorsFile(content.metadata(), tensors)),
        "has tensors that its network does not know: [surplus]");
  }

  @Test
  void namesTheTensorOfAnotherShape() {
    Map<String, Tensor> tensors = new LinkedHashMap<>(content.tensors());
    tensors.put("decoder.conv2.bias", Tensor.of(List.of(63), new float[63]));

    assertRefused(
        bytes(new SafetensorsFile(content.metadata(), tensors)),
        "has the tensor 'decoder.conv2.bias' in shape [63] where the network needs [64]");
  }

  @Test
  void namesFromAFileDoNotBreakALogLine() {
    String name = "x\nERROR forged\u001b[31m\u009b" + "y".repeat(5000);
    Map<String, String> texts = Map.of("format", name);

    Throwable thrown = catchThrowable(() -> read(bytes(new SafetensorsFile(texts, Map.of()))));

    assertThat(thrown).isInstanceOf(ModelException.class);
    assertThat(thrown.getMessage()).contains("x?ERROR forged?[31m?y").hasSizeLessThan(1200);
  }

  @Test
  void namesOfUnknownTensorsDoNotBreakALogLineEither() {
    Map<String, Tensor> tensors = new LinkedHashMap<>(content.tensors());
    tensors.put("x\nERROR forged" + "y".repeat(5000), Tensor.of(List.of(1), new float[1]));

    Throwable thrown =
        catchThrowable(() -> read(bytes(new SafetensorsFile(content.metadata(), tensors))));

    assertThat(thrown).isInstanceOf(ModelException.class);
    assertThat(thrown.getMessage()).contains("x?ERROR forged").hasSizeLessThan(1200);
  }

  @Test
  void aRefusalNamesTheFile() throws IOException {
    Path path = directory.resolve("broken.safetensors");
    Files.write(path, Arrays.copyOf(valid, 100));
    assertThatThrownBy(() -> ModelFile.read(path))
        .isInstanceOf(ModelException.class)
        .hasMessageStartingWith(
            "TRVAE-201: The model file '" + path + "' cannot be used: it is cut off: 92 of");

    Files.write(path, bytes(withText("architecture", "arch_style_3")));
    assertThatThrownBy(() -> ModelFile.read(path))
        .hasMessageContaining("Image size 16")
        .hasMessageContaining(path.toString());

    Files.write(path, bytes(withText("latent_size", "3")));
    assertThatThrownBy(() -> ModelFile.read(path))
        .hasMessageStartingWith("TRVAE-201: The model file '" + path + "' of architecture compact");
  }

  private static void assertRefused(byte[] bytes, String message) {
    assertThatThrownBy(() -> read(bytes))
        .isInstanceOfSatisfying(
            ModelException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_INVALID))
        .hasMessageContaining(message);
  }

  private static int headerEnd() {
    return 8 + (int) ByteBuffer.wrap(valid).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }

  @Test
  void aChangedBitAmongTheTensorsIsFound() {
    for (int position = headerEnd(); position < valid.length; position += 100_003) {
      byte[] changed = valid.clone();
      changed[position] ^= (byte) (1 << position % 8);
      assertRefused(changed, "its tensors are damaged");
    }
    byte[] changed = valid.clone();
    changed[valid.length - 1] ^= 1;
    assertRefused(changed, "its tensors are damaged");
  }

  /**
   * The header has no checksum: its texts may be edited. A changed header is refused, or gives a
   * model with the very same weights.
   */
  @Test
  void aChangedBitInTheHeaderNeverGivesOtherWeights() throws IOException {
    TransferModel expected = read(valid);
    int refused = 0;
    for (int position = 0; position < headerEnd(); position += 3) {
      byte[] changed = valid.clone();
      changed[position] ^= (byte) (1 << position % 8);
      try {
        TestModels.assertSameTensors(read(changed), expected);
      } catch (ModelException e) {
        assertThat(e.code()).isEqualTo(ErrorCode.MODEL_INVALID);
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(headerEnd() / 4);
  }

  @Test
  void aCutOrPaddedFileIsRefused() {
    for (int length = 0; length < headerEnd(); length += 61) {
      assertRefused(Arrays.copyOf(valid, length), length < 8 ? "it ends after" : "cut off");
    }
    for (int length = headerEnd(); length < valid.length; length += 200_003) {
      assertRefused(Arrays.copyOf(valid, length), "bytes of its tensors are there");
    }
    assertRefused(Arrays.copyOf(valid, valid.length - 1), "cut off");
    assertRefused(Arrays.copyOf(valid, valid.length + 1), "goes on after");
  }
}

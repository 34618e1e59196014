package io.trvae.model;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SafetensorsTest {

  private static final String VALID =
      "{\"__metadata__\":{\"key\":\"text\"},"
          + "\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
          + "\"b\":{\"dtype\":\"F16\",\"shape\":[1,2],\"data_offsets\":[8,12]}}";

  private static byte[] file(byte[] header, int dataBytes) {
    ByteBuffer file = ByteBuffer.allocate(8 + header.length + dataBytes);
    file.order(ByteOrder.LITTLE_ENDIAN).putLong(header.length).put(header);
    for (int i = 0; i < dataBytes; i++) {
      file.put((byte) i);
    }
    return file.array();
  }

  private static byte[] file(String header, int dataBytes) {
    return file(header.getBytes(UTF_8), dataBytes);
  }

  private static byte[] length(long length) {
    return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array();
  }

  /** A file of one tensor, the header's text for it given. */
  private static byte[] tensor(String fields, int dataBytes) {
    return file("{\"a\":{" + fields + "}}", dataBytes);
  }

  private static SafetensorsFile read(byte[] bytes) throws IOException, FormatException {
    return SafetensorsReader.read(new ByteArrayInputStream(bytes));
  }

  private static byte[] write(SafetensorsFile file) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    file.write(Channels.newChannel(out));
    return out.toByteArray();
  }

  @Test
  void readsAFileMadeByHand() throws Exception {
    SafetensorsFile file = read(file(VALID, 12));

    assertThat(file.metadata()).containsExactly(Map.entry("key", "text"));
    assertThat(file.tensors()).containsOnlyKeys("a", "b");
    Tensor a = file.tensors().get("a");
    assertThat(a.shape()).containsExactly(2);
    assertThat(a.type()).isEqualTo(WeightType.FLOAT32);
    assertThat(a.toFloats())
        .containsExactly(Float.intBitsToFloat(0x03020100), Float.intBitsToFloat(0x07060504));
    Tensor b = file.tensors().get("b");
    assertThat(b.shape()).containsExactly(1, 2);
    assertThat(b.toFloats())
        .containsExactly(Float16.toFloat((short) 0x0908), Float16.toFloat((short) 0x0b0a));
  }

  @Test
  void readsWhatTheReferenceImplementationWrote() throws Exception {
    SafetensorsFile file;
    try (InputStream in =
        SafetensorsTest.class.getResourceAsStream("python-safetensors-0.8.0.safetensors")) {
      file = SafetensorsReader.read(in);
    }

    assertThat(file.metadata())
        .containsOnly(Map.entry("format", "test"), Map.entry("text", "line one\nline two, 日本, 😀"));
    Map<String, Tensor> tensors = file.tensors();
    assertThat(tensors)
        .containsOnlyKeys("matrix", "halves", "scalar", "empty", "Umlaut ä \u2028 \"quoted\" \\");
    assertThat(tensors.get("matrix").shape()).containsExactly(2, 3);
    assertThat(tensors.get("matrix").toFloats())
        .containsExactly(1.5f, -2.25f, 3, 0.1f, 65504, -0.0f);
    assertThat(tensors.get("halves").type()).isEqualTo(WeightType.FLOAT16);
    assertThat(tensors.get("halves").toFloats())
        .containsExactly(0.099975586f, -65504, 0x1p-24f, Float.POSITIVE_INFINITY, 1);
    assertThat(tensors.get("scalar").shape()).isEmpty();
    assertThat(tensors.get("scalar").toFloats()).containsExactly(42);
    assertThat(tensors.get("empty").shape()).containsExactly(0, 3);
    assertThat(tensors.get("empty").toFloats()).isEmpty();
    assertThat(tensors.get("Umlaut ä \u2028 \"quoted\" \\").toFloats()).containsExactly(7);
  }

  @Test
  void writesWhatItReads() throws Exception {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("z first", Tensor.of(List.of(2, 1), new float[] {1, Float.NaN}));
    tensors.put("\u2028\"\\<&\n😀", Tensor.of(List.of(), new float[] {-0.0f}));
    tensors.put("empty", Tensor.of(List.of(3, 0), new float[0]));
    byte[] halves = {1, 2, 3, 4};
    tensors.put("h", Tensor.view(List.of(2), WeightType.FLOAT16, ByteBuffer.wrap(halves)));
    SafetensorsFile file = new SafetensorsFile(Map.of("k", "\"ä\"\n"), tensors);

    byte[] bytes = write(file);

    SafetensorsFile copy = read(bytes);
    assertThat(copy.metadata()).isEqualTo(file.metadata());
    assertThat(copy.tensors().keySet()).containsExactlyElementsOf(tensors.keySet());
    copy.tensors()
        .forEach(
            (name, tensor) -> {
              assertThat(tensor.shape()).isEqualTo(tensors.get(name).shape());
              assertThat(tensor.type()).isEqualTo(tensors.get(name).type());
              assertThat(tensor.bytes()).isEqualTo(tensors.get(name).bytes());
            });
    assertThat(write(copy)).isEqualTo(bytes);
  }

  static Stream<Arguments> corruptFiles() {
    byte[] valid = file(VALID, 12);
    String range = "\"dtype\":\"F32\",\"data_offsets\":[0,8],";
    String shape = "\"dtype\":\"F32\",\"shape\":[2],";
    return Stream.of(
        arguments("empty file", new byte[0], "ends after 0 bytes"),
        arguments("cut in the header length", new byte[7], "ends after 7 bytes"),
        arguments("header length 0", length(0), "a header of 0 bytes"),
        arguments("header length over the limit", length(1 << 20 | 1), "1048577 bytes"),
        arguments("header length negative", length(-1), "18446744073709551615 bytes"),
        arguments(
            "another kind of file",
            "<!DOCTYPE html><html>".getBytes(UTF_8),
            "it is not a safetensors file"),
        arguments(
            "cut in the header",
            Arrays.copyOf(valid, 50),
            "cut off: 42 of the header's " + VALID.length() + " bytes"),
        arguments("header begins with a space", file(" {}", 0), "does not start with '{'"),
        arguments("header begins with a BOM", file("\ufeff{}", 0), "does not start with '{'"),
        arguments(
            "header in Latin-1",
            file("{\"ä\":{\"dtype\":\"F32\"}}".getBytes(ISO_8859_1), 0),
            "not UTF-8"),
        arguments(
            "header with an overlong UTF-8 sequence",
            file("{\"\u00c0\u0080\":1}".getBytes(ISO_8859_1), 0),
            "not UTF-8"),
        arguments("header cut in an object", file("{\"a\":{", 0), "not valid JSON after $.a"),
        arguments("comma before the end", file("{\"__metadata__\":{},}", 0), "not valid JSON"),
        arguments("single quotes", file("{'a':1}", 0), "not valid JSON"),
        arguments("comment", file("{/* */}", 0), "not valid JSON"),
        arguments("control character", file("{\"a\nb\":1}", 0), "not valid JSON"),
        arguments("unknown escape", file("{\"\\x\":1}", 0), "not valid JSON"),
        arguments("half a surrogate pair", file("{\"\\ud800\":1}", 0), "half a surrogate pair"),
        arguments("the other half", file("{\"\\udfff\":1}", 0), "half a surrogate pair"),
        arguments("second document", file("{}{}", 0), "not valid JSON"),
        arguments("text after the document", file("{} x", 0), "not valid JSON"),
        arguments(
            "deep nesting",
            file("{\"a\":" + "[".repeat(500_000) + "]".repeat(500_000) + "}", 0),
            "at $.a should be begin object and is begin array"),
        arguments(
            "deep nesting in a field",
            tensor("\"shape\":" + "[".repeat(500_000) + "]".repeat(500_000), 0),
            "at $.a.shape[0] should be number and is begin array"),
        arguments(
            "metadata with a number",
            file("{\"__metadata__\":{\"k\":1}}", 0),
            "at $.__metadata__.k should be string and is number"),
        arguments(
            "metadata twice",
            file("{\"__metadata__\":{},\"__metadata__\":{}}", 0),
            "at $.__metadata__ has this name twice"),
        arguments(
            "metadata key twice, once escaped",
            file("{\"__metadata__\":{\"k\":\"1\",\"\\u006b\":\"2\"}}", 0),
            "at $.__metadata__.k has this name twice"),
        arguments(
            "tensor twice",
            file("{\"a\":{" + shape + "\"data_offsets\":[0,8]},\"a\":{}}", 8),
            "at $.a has this name twice"),
        arguments(
            "field twice",
            tensor("\"dtype\":\"F32\"," + shape + "\"data_offsets\":[0,8]", 8),
            "at $.a.dtype has this name twice"),
        arguments("tensor null", file("{\"a\":null}", 0), "should be begin object and is null"),
        arguments(
            "unknown field",
            tensor(shape + "\"data_offsets\":[0,8],\"x\":1", 8),
            "the tensor 'a' has an unknown field 'x'"),
        arguments(
            "no dtype",
            tensor("\"shape\":[2],\"data_offsets\":[0,8]", 8),
            "the tensor 'a' lacks the field 'dtype'"),
        arguments(
            "no shape",
            tensor("\"dtype\":\"F32\",\"data_offsets\":[0,8]", 8),
            "the tensor 'a' lacks the field 'shape'"),
        arguments(
            "no offsets",
            tensor("\"dtype\":\"F32\",\"shape\":[2]", 8),
            "the tensor 'a' lacks the field 'data_offsets'"),
        arguments(
            "unknown dtype",
            tensor("\"dtype\":\"BF16\",\"shape\":[2],\"data_offsets\":[0,4]", 4),
            "the tensor 'a' has the dtype 'BF16', where F32 and F16 are known"),
        arguments(
            "dtype in small letters",
            tensor("\"dtype\":\"f32\",\"shape\":[2],\"data_offsets\":[0,8]", 8),
            "has the dtype 'f32'"),
        arguments(
            "shape as an object",
            tensor(range + "\"shape\":{}", 8),
            "at $.a.shape should be begin array and is begin object"),
        arguments(
            "second tensor too large for its bytes",
            file(VALID.replace("[1,2]", "[1,3]"), 12),
            "the tensor 'b' has 4 bytes where FLOAT16 [1, 3] takes 6"),
        arguments("negative axis", tensor(range + "\"shape\":[-2,-1]", 8), "an axis below 0"),
        arguments(
            "axis as a fraction",
            tensor(range + "\"shape\":[2.0]", 8),
            "at $.a.shape[1] is not an integer"),
        arguments(
            "axis with an exponent",
            tensor(range + "\"shape\":[2e0]", 8),
            "is not an integer of up to 18 digits"),
        arguments(
            "axis as a text",
            tensor(range + "\"shape\":[\"2\"]", 8),
            "at $.a.shape[0] should be number and is string"),
        arguments("axis with a zero before", tensor(range + "\"shape\":[02]", 8), "not valid JSON"),
        arguments(
            "axis over 2^31",
            tensor(range + "\"shape\":[4294967298]", 8),
            "[4294967298] of more than 2^31 - 1 elements"),
        arguments(
            "axis over 2^64",
            tensor(range + "\"shape\":[18446744073709551618]", 8),
            "not an integer of up to 18 digits"),
        arguments(
            "product that wraps round to 2",
            tensor(range + "\"shape\":[2147483647,2147483646]", 8),
            "of more than 2^31 - 1 elements"),
        arguments(
            "product that overflows and ends in 0",
            tensor("\"dtype\":\"F32\",\"data_offsets\":[0,0],\"shape\":[65536,65536,0]", 0),
            "of more than 2^31 - 1 elements"),
        arguments(
            "shape too large for the bytes",
            tensor(range + "\"shape\":[3]", 8),
            "the tensor 'a' has 8 bytes where FLOAT32 [3] takes 12"),
        arguments(
            "dtype too small for the bytes",
            tensor("\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[0,8]", 8),
            "the tensor 'a' has 8 bytes where FLOAT16 [2] takes 4"),
        arguments(
            "begin after end",
            tensor(shape + "\"data_offsets\":[8,0]", 8),
            "the tensor 'a' has data_offsets [8, 0]"),
        arguments(
            "negative begin",
            tensor(shape + "\"data_offsets\":[-8,0]", 8),
            "the tensor 'a' has data_offsets [-8, 0]"),
        arguments("one offset", tensor(shape + "\"data_offsets\":[0]", 8), "has data_offsets [0]"),
        arguments(
            "three offsets",
            tensor(shape + "\"data_offsets\":[0,8,8]", 8),
            "has data_offsets [0, 8, 8]"),
        arguments(
            "end beyond the limit",
            tensor("\"dtype\":\"F32\",\"shape\":[268435457],\"data_offsets\":[0,1073741828]", 8),
            "the tensor 'a' ends at byte 1073741828, beyond the limit of 1073741824"),
        arguments(
            "end beyond the file", file(VALID, 11), "cut off: 11 of the 12 bytes of its tensors"),
        arguments(
            "overlap",
            file(VALID.replace("[8,12]", "[4,8]"), 8),
            "the tensor 'b' overlaps the tensor 'a' at 4"),
        arguments(
            "same bytes for two tensors",
            file(VALID.replace("[1,2]", "[1,4]").replace("[8,12]", "[0,8]"), 8),
            "the tensor 'b' overlaps the tensor 'a' at 0"),
        arguments(
            "empty tensor inside another",
            file(VALID.replace("[1,2]", "[0]").replace("[8,12]", "[4,4]"), 8),
            "the tensor 'b' overlaps the tensor 'a' at 4"),
        arguments(
            "gap at the start",
            tensor(shape + "\"data_offsets\":[4,12]", 12),
            "the tensor 'a' begins at byte 4 of the data and leaves a gap from byte 0"),
        arguments(
            "gap between",
            file(VALID.replace("[8,12]", "[9,13]"), 13),
            "the tensor 'b' begins at byte 9 of the data and leaves a gap from byte 8"),
        arguments("byte after the end", file(VALID, 13), "goes on after the 12 bytes"),
        arguments("byte after an empty file", file("{}", 1), "goes on after the 0 bytes"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("corruptFiles")
  void refusesA(String corruption, byte[] bytes, String message) {
    assertThatThrownBy(() -> read(bytes))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining(message)
        .message()
        .doesNotContain("gson", "Strictness");
  }

  @Test
  void everyCutIsRefused() {
    byte[] valid = file(VALID, 12);
    for (int length = 0; length < valid.length; length++) {
      byte[] cut = Arrays.copyOf(valid, length);
      assertThatThrownBy(() -> read(cut)).isInstanceOf(FormatException.class);
    }
  }

  /** A changed bit is refused, or gives tensors within the file; it never fails otherwise. */
  @Test
  void everyChangedBitIsRefusedOrHarmless() throws Exception {
    byte[] valid = file(VALID, 12);
    int refused = 0;
    for (int position = 0; position < valid.length; position++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] changed = valid.clone();
        changed[position] ^= (byte) (1 << bit);
        try {
          SafetensorsFile file = read(changed);
          assertThat(file.tensors().values().stream().mapToInt(t -> t.bytes().remaining()).sum())
              .isEqualTo(12);
        } catch (FormatException e) {
          refused++;
        }
      }
    }
    assertThat(refused).isGreaterThan(VALID.length() * 4);
  }

  @Test
  void memoryIsOnlyTakenForBytesThatAreThere() {
    byte[] bytes =
        tensor("\"dtype\":\"F32\",\"shape\":[268435456],\"data_offsets\":[0,1073741824]", 10);
    InputStream in =
        new FilterInputStream(new ByteArrayInputStream(bytes)) {
          @Override
          public int read(byte[] buffer, int offset, int count) throws IOException {
            assertThat(buffer.length).isLessThan(100_000);
            return super.read(buffer, offset, count);
          }
        };

    assertThatThrownBy(() -> SafetensorsReader.read(in))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("10 of the 1073741824 bytes");
  }

  @Test
  void tensorsStartAtAMultipleOf8() throws Exception {
    for (int length = 0; length < 8; length++) {
      Map<String, String> texts = Map.of("k", "x".repeat(length));
      byte[] bytes = write(new SafetensorsFile(texts, Map.of()));

      assertThat(bytes.length % 8).isZero();
      assertThat(read(bytes).metadata()).isEqualTo(texts);
    }
  }

  @Test
  void tensorsMayBeDescribedInAnotherOrderThanTheyLie() throws Exception {
    SafetensorsFile file =
        read(
            file(
                "{\"b\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[8,12]},"
                    + "\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}",
                12));

    assertThat(file.tensors().keySet()).containsExactly("a", "b");
    assertThat(file.tensors().get("a").toFloats()[0]).isEqualTo(Float.intBitsToFloat(0x03020100));
  }

  @Test
  void theLongestHeaderIsWrittenAndRead() throws Exception {
    int frame = "{\"__metadata__\":{\"k\":\"\"}}".length();
    Map<String, String> texts = Map.of("k", "x".repeat(SafetensorsFile.MAX_HEADER_BYTES - frame));

    byte[] bytes = write(new SafetensorsFile(texts, Map.of()));

    assertThat(bytes).hasSize(Long.BYTES + SafetensorsFile.MAX_HEADER_BYTES);
    assertThat(read(bytes).metadata()).isEqualTo(texts);
  }

  @Test
  void refusesToWriteAHeaderThatNoReaderTakes() {
    SafetensorsFile file = new SafetensorsFile(Map.of("k", "x".repeat(1 << 20)), Map.of());

    assertThatThrownBy(() -> write(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("header")
        .hasMessageContaining("1048576");
  }

  @Test
  void refusesToWriteHalfASurrogatePair() {
    SafetensorsFile file = new SafetensorsFile(Map.of("k", "\ud800"), Map.of());

    assertThatThrownBy(() -> write(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("surrogate");
  }
}

package io.trvae.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.trvae.ErrorCode;
import io.trvae.ModelException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever comes as a model file, a model comes out or a {@link ModelException} of one line. */
class ModelFileFuzzTest {

  static Stream<byte[]> seeds() throws IOException {
    Map<String, String> texts = new TreeMap<>();
    TransferModel model = TestModels.compact();
    Map<String, Tensor> tensors =
        Map.of(
            "encoder.conv1.bias", Tensor.of(List.of(2), new float[2]),
            "decoder.image.weight", Tensor.of(List.of(1, 1, 0), new float[0]));
    String sha256 = SafetensorsFile.sha256(tensors.values());
    texts.putAll(new ModelMetadata(model.spec(), model.provenance(), sha256).encode());
    return Stream.of(
        bytes(new SafetensorsFile(texts, tensors)),
        bytes(new SafetensorsFile(texts, Map.of())),
        bytes(new SafetensorsFile(Map.of(), Map.of())),
        withHeader("{\"a\":" + "[".repeat(300) + "]".repeat(300) + "}"),
        withHeader("{\"a\":{\"dtype\":\"F16\",\"shape\":[2,1],\"data_offsets\":[0,4]}}"));
  }

  private static byte[] bytes(SafetensorsFile file) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    file.write(Channels.newChannel(out));
    return out.toByteArray();
  }

  private static byte[] withHeader(String header) {
    byte[] text = header.getBytes(UTF_8);
    return ByteBuffer.allocate(Long.BYTES + text.length + 4)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(text.length)
        .put(text)
        .array();
  }

  @Timeout(60)
  @MethodSource("seeds")
  @FuzzTest
  void read(byte[] file) throws IOException {
    try {
      TransferModel model = ModelFile.read(new ByteArrayInputStream(file));
      assertThat(model.tensors()).isNotEmpty();
    } catch (ModelException refused) {
      assertThat(refused.code()).isEqualTo(ErrorCode.MODEL_INVALID);
      assertThat(refused.getMessage()).hasSizeLessThan(1200).doesNotContainPattern("\\p{Cc}");
    }
  }
}

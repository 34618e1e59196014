package io.trvae.model;

import static io.trvae.DomainLabel.ANIME;
import static io.trvae.DomainLabel.REAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.trvae.DomainLabel;
import io.trvae.ErrorCode;
import io.trvae.ModelException;
import io.trvae.network.JudgeNetwork;
import io.trvae.network.Parameter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JudgeModelTest {

  private static final DomainLabel SKETCH = DomainLabel.of("sketch");
  private static final JudgeModel JUDGE =
      new JudgeModel(List.of(SKETCH, REAL), 16, tensors(), TestModels.compact().provenance());

  @TempDir private Path folder;

  private static Map<String, Tensor> tensors() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Parameter parameter : new JudgeNetwork(16, 2).parameters()) {
      float[] values = new float[parameter.size()];
      for (int i = 0; i < values.length; i++) {
        // Exact in float16.
        values[i] = (i % 9 - 4) * 0.25f + tensors.size();
      }
      tensors.put(parameter.name(), Tensor.of(parameter.shape(), values));
    }
    return tensors;
  }

  private Path write() throws IOException {
    Path file = folder.resolve("judge.safetensors");
    JUDGE.write(file, WeightType.FLOAT16);
    return file;
  }

  @Test
  void isReadAsItWasWritten() throws IOException {
    JudgeModel copy = JudgeModel.read(write());

    assertThat(copy.domains()).containsExactly(SKETCH, REAL);
    assertThat(copy.network()).isEqualTo(new JudgeNetwork(16, 2));
    assertThat(copy.provenance()).isEqualTo(JUDGE.provenance());
    assertThat(copy.tensors().keySet()).containsExactlyElementsOf(JUDGE.tensors().keySet());
    copy.tensors()
        .forEach(
            (name, tensor) -> {
              assertThat(tensor.type()).isEqualTo(WeightType.FLOAT16);
              assertThat(tensor.toFloats()).isEqualTo(JUDGE.tensors().get(name).toFloats());
            });
  }

  @Test
  void theSameJudgeGivesTheSameBytes() throws IOException {
    byte[] first = Files.readAllBytes(write());

    JudgeModel.read(write()).write(folder.resolve("again"), WeightType.FLOAT16);

    assertThat(Files.readAllBytes(folder.resolve("again"))).isEqualTo(first);
  }

  @Test
  void damagedWeightsAreFound() throws IOException {
    byte[] bytes = Files.readAllBytes(write());
    bytes[bytes.length - 5] ^= 1;

    assertInvalid(bytes, "its tensors are damaged");
  }

  @Test
  void fileThatIsCutOffIsFound() throws IOException {
    byte[] bytes = Files.readAllBytes(write());

    assertInvalid(java.util.Arrays.copyOf(bytes, bytes.length - 1), "it is cut off");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "format         | trvae            | its format is 'trvae' and not 'trvae-judge'",
        "format_version | 2                | newer version of trvae",
        "image_size     | 17               | Image size 17 is not a multiple of 16",
        "image_size     | 32               | in shape [96, 96] where the network needs [96, 384]",
        "domains        | [\"real\",\"real\"]  | A domain appears twice",
        "domains        | [\"real\"]         | domainCount 1",
        "domains        | [\"a\",\"b\",\"c\"]  | in shape [2, 96] where the network needs [3, 96]",
        "domains        | [\"a b\",\"c\"]     | describe no judge",
      })
  void metadataThatDescribeNoJudgeAreRefused(String key, String value, String message)
      throws IOException, FormatException {
    SafetensorsFile valid =
        SafetensorsReader.read(new ByteArrayInputStream(Files.readAllBytes(write())));
    Map<String, String> texts = new LinkedHashMap<>(valid.metadata());
    texts.put(key, value);
    Path file = folder.resolve("hostile.safetensors");
    try (var out = Files.newOutputStream(file)) {
      new SafetensorsFile(texts, valid.tensors()).write(Channels.newChannel(out));
    }

    assertInvalid(Files.readAllBytes(file), message);
  }

  private void assertInvalid(byte[] bytes, String message) throws IOException {
    Path file = Files.write(folder.resolve("bad.safetensors"), bytes);
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> JudgeModel.read(file))
        .withMessageContaining(file.toString())
        .withMessageContaining(message)
        .extracting(ModelException::code)
        .isEqualTo(ErrorCode.MODEL_INVALID);
  }

  @Test
  void aTransferModelIsNoJudge() throws IOException {
    Path file = folder.resolve("model.safetensors");
    ModelFile.write(TestModels.compact(), file, WeightType.FLOAT16);

    assertInvalid(Files.readAllBytes(file), "its format is 'trvae' and not 'trvae-judge'");
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> ModelFile.read(write()))
        .withMessageContaining("its format is 'trvae-judge' and not 'trvae'");
  }

  @Test
  void missingFileIsNamed() {
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> JudgeModel.read(folder.resolve("none")))
        .withMessageContaining("none")
        .extracting(ModelException::code)
        .isEqualTo(ErrorCode.MODEL_MISSING);
  }

  /** The weights are an artifact of their own, which this module's tests do not have. */
  @Test
  void missingArtifactIsNamed() {
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(JudgeModel::bundled)
        .withMessageContaining("classifier 'models'");
  }

  @Test
  void eachDomainAppearsOnce() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new JudgeModel(List.of(ANIME, ANIME), 16, tensors(), JUDGE.provenance()));
  }
}

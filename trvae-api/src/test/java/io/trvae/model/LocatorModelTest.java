package io.trvae.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.trvae.ErrorCode;
import io.trvae.ModelException;
import io.trvae.network.LocatorNetwork;
import io.trvae.testkit.RandomModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocatorModelTest {

  private static final Map<String, Tensor> TENSORS =
      RandomModels.tensors(LocatorNetwork.parameters(), 1);

  private static final LocatorModel LOCATOR =
      new LocatorModel(TENSORS, TestModels.compact().provenance());

  @TempDir private Path folder;

  @Test
  void isReadAsItWasWritten() throws IOException {
    Path file = folder.resolve("locator.safetensors");
    LOCATOR.write(file, WeightType.FLOAT32);

    LocatorModel copy = LocatorModel.read(file);

    assertThat(copy.provenance()).isEqualTo(LOCATOR.provenance());
    assertThat(copy.tensors().keySet()).containsExactlyElementsOf(TENSORS.keySet());
    copy.tensors()
        .forEach(
            (name, tensor) ->
                assertThat(tensor.toFloats()).isEqualTo(TENSORS.get(name).toFloats()));
    copy.write(folder.resolve("again"), WeightType.FLOAT32);
    assertThat(folder.resolve("again")).hasSameBinaryContentAs(file);
  }

  @Test
  void damagedWeightsAreFound() throws IOException {
    Path file = folder.resolve("locator.safetensors");
    LOCATOR.write(file, WeightType.FLOAT16);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 5] ^= 1;
    Files.write(file, bytes);

    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> LocatorModel.read(file))
        .withMessageContaining("The locator's file '" + file)
        .withMessageContaining("its tensors are damaged")
        .extracting(ModelException::code)
        .isEqualTo(ErrorCode.MODEL_INVALID);
  }

  @Test
  void weightsOfAnotherNetworkAreRefused() {
    Map<String, Tensor> incomplete = new HashMap<>(TENSORS);
    incomplete.remove("locator.cells.bias");

    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> new LocatorModel(incomplete, LOCATOR.provenance()))
        .withMessageContaining("locator.cells.bias");
  }

  @Test
  void aTransferModelIsNoLocator() throws IOException {
    Path file = folder.resolve("model.safetensors");
    ModelFile.write(TestModels.compact(), file, WeightType.FLOAT16);

    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> LocatorModel.read(file))
        .withMessageContaining("its format is 'trvae' and not 'trvae-locator'");
  }

  @Test
  void withoutTheModelsArtifactTheRemedyIsNamed() {
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(LocatorModel::bundled)
        .withMessageContaining("classifier 'models'")
        .extracting(ModelException::code)
        .isEqualTo(ErrorCode.MODEL_MISSING);
  }
}

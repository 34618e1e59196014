package io.trvae.samples.benchmark;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransferInputsTest {

  @Test
  void whatComputesSomethingElseIsNoPeer(@TempDir Path folder) throws IOException {
    Path references = folder.resolve("references");
    Files.write(references, ByteBuffer.allocate(8).putFloat(0.5f).putFloat(0.75f).array());

    float[] same = {0.5f, 0.7505f, 0.5f, 0.75f};
    assertThatCode(() -> TransferInputs.check(same, references, 1e-3f)).doesNotThrowAnyException();
    for (float wrong : new float[] {0.752f, Float.NaN}) {
      float[] other = {0.5f, 0.75f, 0.5f, wrong};
      assertThatThrownBy(() -> TransferInputs.check(other, references, 1e-3f))
          .hasMessageContaining("index 3");
    }
  }
}

package io.trvae.dl4j.internal.samediff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.trvae.BackendException;
import io.trvae.ErrorCode;
import io.trvae.model.TransferModel;
import io.trvae.network.Architecture;
import io.trvae.network.NetworkSpec;
import io.trvae.testkit.RandomModels;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.memory.enums.AllocationPolicy;
import org.nd4j.linalg.factory.Nd4j;

class SameDiffBackendTest {

  private static final int LATENT = 8;

  /** With {@code nn.linear} and SameDiff's default memory manager every later call differs. */
  @ParameterizedTest
  @EnumSource(Architecture.class)
  void repeatedCallsGiveTheSameBits(Architecture architecture) {
    TransferModel model = model(architecture, 32);
    try (SameDiffBackend backend = new SameDiffBackend("test", model, 1)) {
      float[] images = uniform(2 * 3 * 32 * 32);
      float[] labels = {1, 0, 0.5f, 0.5f};
      float[] expected = transfer(backend, images, labels, 2);
      for (int i = 0; i < 60; i++) {
        assertThat(transfer(backend, images, labels, 2)).as("call %d", i).isEqualTo(expected);
      }
    }
  }

  @Test
  void batchesTooLargeForOnePassAreSplit() {
    int batch = 20;
    int size = 3 * 128 * 128;
    try (SameDiffBackend backend =
        new SameDiffBackend("test", model(Architecture.COMPACT, 128), 1)) {
      float[] images = uniform(batch * size);
      float[] labels = new float[2 * batch];
      IntStream.range(0, batch).forEach(i -> labels[2 * i + i % 2] = 1);
      float[] transferred = transfer(backend, images, labels, batch);
      for (int i : new int[] {0, 12, 19}) {
        float[] image = Arrays.copyOfRange(images, i * size, (i + 1) * size);
        float[] label = Arrays.copyOfRange(labels, 2 * i, 2 * i + 2);
        float[] expected = transfer(backend, image, label, 1);
        for (int j = 0; j < size; j++) {
          assertThat(transferred[i * size + j])
              .as("value %d of image %d", j, i)
              .isCloseTo(expected[j], within(1e-4f));
        }
      }
    }
  }

  @Test
  void worksInsideAWorkspaceOfTheCaller() {
    float[] image = uniform(3 * 16 * 16);
    float[] label = {1, 0};
    try (SameDiffBackend backend =
        new SameDiffBackend("test", model(Architecture.COMPACT, 16), 1)) {
      float[] expected = transfer(backend, image, label, 1);
      WorkspaceConfiguration configuration =
          WorkspaceConfiguration.builder()
              .initialSize(1 << 20)
              .policyAllocation(AllocationPolicy.STRICT)
              .build();
      try (SameDiffBackend inside = openInside(configuration, "weights");
          MemoryWorkspace workspace =
              Nd4j.getWorkspaceManager().getAndActivateWorkspace(configuration, "call")) {
        assertThat(transfer(inside, image, label, 1)).isEqualTo(expected);
        assertThat(workspace.getPrimaryOffset()).isZero();
      } finally {
        Nd4j.getWorkspaceManager().destroyAllWorkspacesForCurrentThread();
      }
    }
  }

  private static SameDiffBackend openInside(WorkspaceConfiguration configuration, String id) {
    try (MemoryWorkspace workspace =
        Nd4j.getWorkspaceManager().getAndActivateWorkspace(configuration, id)) {
      return new SameDiffBackend("test", model(Architecture.COMPACT, 16), 1);
    }
  }

  @Test
  void leavesTheRandomNumbersOfNd4jAlone() {
    Nd4j.getRandom().setSeed(7);
    float expected = Nd4j.getRandom().nextFloat();
    Nd4j.getRandom().setSeed(7);
    try (SameDiffBackend backend =
        new SameDiffBackend("test", model(Architecture.COMPACT, 16), 1)) {
      transfer(backend, uniform(3 * 16 * 16), new float[] {1, 0}, 1);
    }
    assertThat(Nd4j.getRandom().nextFloat()).isEqualTo(expected);
  }

  @Test
  void aFailedCallSaysWhatFailedAndTheNextOneWorks() {
    try (SameDiffBackend backend =
        new SameDiffBackend("test", model(Architecture.COMPACT, 16), 1)) {
      float[] image = uniform(3 * 16 * 16);
      float[] expected = transfer(backend, image, new float[] {1, 0}, 1);
      float[] tooShort = new float[1];
      assertThatExceptionOfType(BackendException.class)
          .isThrownBy(() -> backend.decode(new float[LATENT], new float[] {1, 0}, 1, tooShort))
          .withMessageContaining("decode a batch of 1")
          .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.BACKEND_FAILED));
      assertThat(transfer(backend, image, new float[] {1, 0}, 1)).isEqualTo(expected);
    }
  }

  private static float[] transfer(
      SameDiffBackend backend, float[] images, float[] labels, int batch) {
    float[] mean = new float[batch * LATENT];
    float[] drawn = new float[images.length];
    backend.encode(images, labels, batch, mean, new float[batch * LATENT]);
    backend.decode(mean, labels, batch, drawn);
    return drawn;
  }

  private static TransferModel model(Architecture architecture, int size) {
    return RandomModels.create(new NetworkSpec(architecture, size, 2, LATENT, 16, 0.1f), 1);
  }

  private static float[] uniform(int length) {
    Random random = new Random(1);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = random.nextFloat();
    }
    return values;
  }
}

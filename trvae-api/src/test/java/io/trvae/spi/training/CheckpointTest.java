package io.trvae.spi.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.trvae.ErrorCode;
import io.trvae.TrainingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {

  @TempDir Path directory;

  private static Checkpoint checkpoint(int epoch) {
    float[] values = new float[40_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = i / 7f;
    }
    return new Checkpoint(
        Map.of("seed", "3", "domains", "a,b"),
        new Progress(epoch, 1e-3, 4, 0.25, 2),
        List.of(values, new float[] {Float.NaN, -0f, Float.MIN_VALUE}),
        new float[] {});
  }

  private Path file() {
    return directory.resolve("checkpoint.bin");
  }

  @Test
  void comesBackAsItWas() throws IOException {
    assertThat(Checkpoint.read(directory)).isEmpty();
    Checkpoint written = checkpoint(6);
    written.write(directory);
    Checkpoint read = Checkpoint.read(directory).orElseThrow();
    assertThat(read.configuration()).isEqualTo(written.configuration());
    assertThat(read.progress()).isEqualTo(written.progress());
    assertThat(read.state()).hasSize(2);
    for (int i = 0; i < 2; i++) {
      assertThat(read.state().get(i)).isEqualTo(written.state().get(i));
    }
    assertThat(read.best()).isEqualTo(written.best());
    try (var files = Files.list(directory)) {
      assertThat(files).containsExactly(file());
    }
  }

  @Test
  void makesTheDirectory() throws IOException {
    Path deep = directory.resolve("a/b");
    checkpoint(1).write(deep);
    assertThat(Checkpoint.read(deep)).isPresent();
  }

  @Test
  void aCutFileIsDamaged() throws IOException {
    checkpoint(6).write(directory);
    byte[] whole = Files.readAllBytes(file());
    for (int length : new int[] {0, 5, 9, 30, 1000, whole.length - 9, whole.length - 1}) {
      assertDamaged(Arrays.copyOf(whole, length));
    }
  }

  @Test
  void anyFlippedByteIsDamage() throws IOException {
    checkpoint(6).write(directory);
    byte[] whole = Files.readAllBytes(file());
    // Every byte of the head, whose lengths and texts fail in their own ways, and some behind it.
    for (int at = 0; at < whole.length; at += at < 100 ? 1 : 9_973) {
      for (int mask : new int[] {0x01, 0x80}) {
        byte[] flipped = whole.clone();
        flipped[at] ^= (byte) mask;
        assertDamaged(flipped);
      }
    }
  }

  private void assertDamaged(byte[] content) throws IOException {
    Files.write(file(), content);
    assertThatExceptionOfType(TrainingException.class)
        .isThrownBy(() -> Checkpoint.read(directory))
        .withMessageContaining(file().toString())
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.CHECKPOINT_INVALID));
  }

  @Test
  void aFailedWriteLeavesTheOldFile() throws IOException {
    checkpoint(6).write(directory);
    // Nothing can be written where a directory stands that is not empty.
    Files.createDirectories(directory.resolve(".checkpoint.bin.tmp/inside"));
    assertThatIOException().isThrownBy(() -> checkpoint(7).write(directory));
    assertThat(Checkpoint.read(directory).orElseThrow().progress().epoch()).isEqualTo(6);
  }

  @Test
  void whatAKilledWriterLeftIsNoObstacle() throws IOException {
    checkpoint(6).write(directory);
    Files.write(directory.resolve(".checkpoint.bin.tmp"), new byte[100]);
    assertThat(Checkpoint.read(directory).orElseThrow().progress().epoch()).isEqualTo(6);
    checkpoint(7).write(directory);
    assertThat(Checkpoint.read(directory).orElseThrow().progress().epoch()).isEqualTo(7);
  }
}

package io.trvae.internal.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.trvae.ErrorCode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

  @TempDir Path directory;

  @Test
  void failureLeavesTheOldFileAndNothingElse() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "old");
    IOException full = new IOException("disk full");

    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    out -> {
                      out.write(new byte[100_000]);
                      throw full;
                    }))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(
            ErrorCode.FILE_NOT_WRITTEN.id() + ": '" + file + "' cannot be written: disk full. Make")
        .hasCause(full);
    assertThat(file).hasContent("old");
    assertThat(names()).containsExactly("file");
  }

  @Test
  void aFullDiskKeepsTheOldFileAndNothingElse() throws IOException {
    Configuration small = Configuration.unix().toBuilder().setMaxSize(100_000).build();
    try (FileSystem disk = Jimfs.newFileSystem(small)) {
      Path file = Files.writeString(disk.getPath("file"), "old");

      assertThatThrownBy(() -> AtomicFile.write(file, out -> out.write(new byte[200_000])))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("'file' cannot be written: out of disk space");
      assertThat(Files.readString(file)).isEqualTo("old");
      try (Stream<Path> files = Files.list(disk.getPath(""))) {
        assertThat(files).hasSize(1);
      }
    }
  }

  @Test
  void theReasonIsTheInnermostAndHasNoTemporaryName() {
    Path inFile = directory.resolve("no/file");
    assertThatThrownBy(() -> AtomicFile.write(inFile, OutputStream::flush))
        .hasMessageContaining("'" + inFile + "' cannot be written: there is no such folder")
        .message()
        .doesNotContain(".tmp");
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    directory.resolve("file"),
                    out -> {
                      throw new IOException("while drawing", new IOException("disk full"));
                    }))
        .hasMessageContaining(": disk full. ");
  }

  @Test
  void errorLeavesNothingBehind() throws IOException {
    Path file = directory.resolve("file");

    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    out -> {
                      throw new OutOfMemoryError("made up");
                    }))
        .isInstanceOf(OutOfMemoryError.class);
    assertThat(names()).isEmpty();
  }

  @Test
  void oldFileStaysUntilTheNewOneIsWhole() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "old");
    AtomicFile.write(
        file,
        out -> {
          out.write('n');
          out.flush();
          assertThat(file).hasContent("old");
        });

    assertThat(file).hasContent("n");
  }

  @Test
  void permissionsAreThoseOfAnyNewFile() throws IOException {
    Assumptions.assumeTrue(
        directory.getFileSystem().supportedFileAttributeViews().contains("posix"));
    Path plain = Files.createFile(directory.resolve("plain"));
    Path file = directory.resolve("file");
    AtomicFile.write(file, OutputStream::flush);

    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(Files.getPosixFilePermissions(plain))
        .contains(PosixFilePermission.OWNER_WRITE);
  }

  private Stream<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList().stream();
    }
  }
}

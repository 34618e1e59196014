package io.trvae.training;

import static io.trvae.training.TestFiles.png;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.trvae.DomainLabel;
import io.trvae.ErrorCode;
import io.trvae.TrainingException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever comes as an archive, images come out or a {@link TrainingException}, and nothing is
 * written anywhere.
 */
class DatasetLoaderFuzzTest {

  private static final List<DomainLabel> DOMAINS = List.of(DomainLabel.REAL, DomainLabel.ANIME);

  private final FileSystem memory = Jimfs.newFileSystem(Configuration.unix());

  static Stream<byte[]> seeds() throws IOException {
    Map<String, byte[]> images = new LinkedHashMap<>();
    for (String domain : List.of("real", "anime")) {
      for (int i = 0; i < DatasetSplit.MINIMUM_IMAGES; i++) {
        images.put(domain + "/" + i + ".png", png(i));
      }
    }
    Map<String, byte[]> odd = new LinkedHashMap<>();
    odd.put("real/../../up.png", png(1));
    odd.put("/real/absolute.png", png(2));
    odd.put("real/" + "long".repeat(20) + ".png", png(3));
    odd.put("real/damaged.jpg", new byte[10]);
    return Stream.of(
        archive("images.tar", images),
        archive("images.tgz", images),
        archive("odd.tar", odd),
        links());
  }

  private static byte[] archive(String name, Map<String, byte[]> files) throws IOException {
    try (FileSystem memory = Jimfs.newFileSystem(Configuration.unix())) {
      Path archive = memory.getPath(name);
      TestFiles.tar(archive, files);
      return Files.readAllBytes(archive);
    }
  }

  private static byte[] links() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      for (byte kind : new byte[] {TarConstants.LF_SYMLINK, TarConstants.LF_LINK}) {
        TarArchiveEntry link = new TarArchiveEntry("real/" + "x".repeat(120) + ".png", kind);
        link.setLinkName("../../etc/passwd");
        tar.putArchiveEntry(link);
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  @AfterEach
  void close() throws IOException {
    memory.close();
  }

  @Timeout(60)
  @MethodSource("seeds")
  @FuzzTest
  void load(byte[] file) throws IOException {
    boolean compressed = file.length > 1 && file[0] == 0x1f && file[1] == (byte) 0x8b;
    Path archive = memory.getPath(compressed ? "/work/a.tgz" : "/work/a.tar");
    Files.write(archive, file);
    try {
      LoadedDataset loaded = DatasetLoader.of(archive).load(DOMAINS, 4);
      assertThat(loaded.dataset().size(0)).isGreaterThanOrEqualTo(DatasetSplit.MINIMUM_IMAGES);
    } catch (TrainingException refused) {
      assertThat(refused.code()).isEqualTo(ErrorCode.DATASET_INVALID);
    }
    Files.delete(archive);
    try (Stream<Path> left = Files.list(archive.getParent())) {
      assertThat(left).isEmpty();
    }
  }
}

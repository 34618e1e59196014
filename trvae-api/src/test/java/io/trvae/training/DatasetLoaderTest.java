package io.trvae.training;

import static io.trvae.DomainLabel.ANIME;
import static io.trvae.DomainLabel.REAL;
import static io.trvae.training.TestFiles.colours;
import static io.trvae.training.TestFiles.folder;
import static io.trvae.training.TestFiles.png;
import static io.trvae.training.TestFiles.tar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trvae.DomainLabel;
import io.trvae.ErrorCode;
import io.trvae.TrainingException;
import java.awt.image.BufferedImage;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.tar.TarUtils;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetLoaderTest {

  private static final List<DomainLabel> DOMAINS = List.of(REAL, ANIME);

  @TempDir Path temporary;

  /** Three images in each domain, and much that is none. */
  private static Map<String, byte[]> files() {
    byte[] noImage = "text".getBytes(StandardCharsets.UTF_8);
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("real/c.PNG", png(0x030000));
    files.put("anime/64/test/1.png", png(0x000300));
    files.put("anime/64/train/2.bmp", TestFiles.picture("bmp", 8, 8, 0x000100));
    files.put("anime/64/train/10.gif", TestFiles.picture("gif", 8, 8, 0x000200));
    files.put("anime/64/train/3.png", png(0x000400));
    files.put("anime/64/train/readme.txt", noImage);
    files.put("real/b/z.png", png(0x020000));
    files.put("real/a.png", png(0x010000));
    files.put("real/.hidden.png", png(0xffffff));
    files.put("real/.cache/x.png", png(0xffffff));
    files.put("real/list.csv", noImage);
    files.put("real/png", noImage);
    files.put("cartoon/1.png", png(0xffffff));
    files.put("top.png", png(0xffffff));
    return files;
  }

  private Path archive(String name, Map<String, byte[]> files) throws IOException {
    Path archive = temporary.resolve(name);
    tar(archive, files);
    return archive;
  }

  @Test
  void readsEachDomainInTheOrderOfThePaths() throws IOException {
    folder(temporary, files());

    LoadedDataset loaded = DatasetLoader.of(temporary).load(DOMAINS, 8);

    assertThat(loaded.skipped()).isEmpty();
    assertThat(loaded.dataset().domains()).isEqualTo(DOMAINS);
    assertThat(loaded.dataset().imageSize()).isEqualTo(8);
    assertThat(colours(loaded.dataset(), 0)).containsExactly(0x010000, 0x020000, 0x030000);
    assertThat(colours(loaded.dataset(), 1))
        .containsExactly(0x000300, 0x000200, 0x000100, 0x000400);
  }

  @Test
  void aFolderOfArchivesStandsForThem() throws IOException {
    Path folder = Files.createDirectories(temporary.resolve("archives"));
    Map<String, byte[]> real = new LinkedHashMap<>(files());
    real.keySet().removeIf(name -> !name.startsWith("real"));
    Map<String, byte[]> anime = new LinkedHashMap<>(files());
    anime.keySet().removeIf(name -> !name.startsWith("anime"));
    tar(folder.resolve("r.tar"), real);
    tar(folder.resolve("a.tar.gz"), anime);
    Files.writeString(folder.resolve(".b.tar"), "hidden, and no archive");
    Files.writeString(folder.resolve("readme.txt"), "no archive");

    DomainDataset dataset = DatasetLoader.of(folder).load(DOMAINS, 8).dataset();

    assertThat(dataset.size(0)).isEqualTo(3);
    assertThat(dataset.size(1)).isEqualTo(4);
  }

  /** Somebody has unpacked an archive where it lay. */
  @Test
  void archivesBesideTheDomainsFoldersAreLeftAlone() throws IOException {
    folder(temporary, files());
    Map<String, byte[]> more = files();
    more.put("real/d.png", png(0x040000));
    archive("faces.tar", more);

    DomainDataset dataset = DatasetLoader.of(temporary).load(DOMAINS, 8).dataset();

    assertThat(dataset.size(0)).isEqualTo(3);
  }

  @Test
  void findsTheFirstSubfolderThatEveryDomainHas() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (String domain : List.of("real", "anime")) {
      files.put(domain + "/8/test/1.png", png(0));
      files.put(domain + "/8/train/1.png", png(0));
    }
    files.put("real/9/test/1.png", png(0));
    files.put("anime/9/test/readme.txt", new byte[0]);
    for (DatasetLoader loader :
        List.of(
            DatasetLoader.of(archive("faces.tar", files)),
            DatasetLoader.of(archive("faces.tar", files)).subfolder("train"))) {
      assertThat(loader.findSubfolder(DOMAINS, List.of("9/test", "8/test", "test")))
          .contains("8/test");
      assertThat(loader.findSubfolder(DOMAINS, List.of("test", "8/test"))).contains("test");
      assertThat(loader.findSubfolder(DOMAINS, List.of("9/test", "16"))).isEmpty();
    }
  }

  @Test
  void followsTheDomainsOrderAndNotTheFolders() throws IOException {
    folder(temporary, files());

    DomainDataset dataset = DatasetLoader.of(temporary).load(List.of(ANIME, REAL), 8).dataset();

    assertThat(colours(dataset, 1)).containsExactly(0x010000, 0x020000, 0x030000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"faces.tar", "faces.tar.gz", "FACES.TGZ"})
  void readsArchivesInTheSameOrder(String name) throws IOException {
    Map<String, byte[]> dotted = new LinkedHashMap<>();
    files().forEach((path, bytes) -> dotted.put("./" + path, bytes));

    for (Map<String, byte[]> files : List.of(files(), dotted)) {
      LoadedDataset loaded = DatasetLoader.of(archive(name, files)).load(DOMAINS, 8);

      assertThat(loaded.skipped()).isEmpty();
      assertThat(colours(loaded.dataset(), 0)).containsExactly(0x010000, 0x020000, 0x030000);
      assertThat(colours(loaded.dataset(), 1))
          .containsExactly(0x000300, 0x000200, 0x000100, 0x000400);
    }
  }

  @Test
  void keepsTheOrderOfManyImagesDecodedAtOnce() throws IOException {
    int count = 300;
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (int i = count - 1; i >= 0; i--) {
      files.put(String.format("real/%04d.png", i), TestFiles.picture("png", 8 + i % 50, 60, i));
      files.put(String.format("anime/%04d.png", i), png(i + 1000));
    }

    DomainDataset dataset = DatasetLoader.of(archive("many.tar", files)).load(DOMAINS, 4).dataset();

    assertThat(colours(dataset, 0)).isEqualTo(IntStream.range(0, count).toArray());
    assertThat(colours(dataset, 1)).isEqualTo(IntStream.range(1000, 1000 + count).toArray());
  }

  @Test
  void joinsSourcesInTheirOrder() throws IOException {
    Path second = temporary.resolve("second");
    folder(second, Map.of("real/0.png", png(9), "anime/0.png", png(9)));
    Path first = archive("first.tgz", files());

    DomainDataset dataset = DatasetLoader.of(first, second).load(DOMAINS, 8).dataset();

    assertThat(colours(dataset, 0)).containsExactly(0x010000, 0x020000, 0x030000, 9);
  }

  @Test
  void takesOneDomainFromEachArchive() throws IOException {
    Path real = archive("real.tar", named("real", 3));
    Path anime = archive("anime.tar", named("anime", 4));

    DomainDataset dataset = DatasetLoader.of(real, anime).load(DOMAINS, 8).dataset();

    assertThat(dataset.size(0)).isEqualTo(3);
    assertThat(dataset.size(1)).isEqualTo(4);
  }

  private static Map<String, byte[]> named(String domain, int count) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      files.put(domain + "/" + i + ".png", png(i));
    }
    return files;
  }

  @ParameterizedTest
  @ValueSource(strings = {"64/train", "train"})
  void keepsOnlyTheSubfolder(String subfolder) throws IOException {
    Map<String, byte[]> files = files();
    named("real/64/train", 3).forEach(files::put);
    files.put("real/train64/train.png", png(0xffffff));
    folder(temporary, files);

    for (Path source : List.of(temporary, archive("x.tar", files))) {
      DomainDataset dataset =
          DatasetLoader.of(source).subfolder(subfolder).load(DOMAINS, 8).dataset();

      assertThat(colours(dataset, 0)).containsExactly(0, 1, 2);
      assertThat(colours(dataset, 1)).containsExactly(0x000200, 0x000100, 0x000400);
    }
  }

  @Test
  void cutsTheCentralSquareAndResizes() throws IOException {
    BufferedImage wide = new BufferedImage(48, 16, BufferedImage.TYPE_INT_RGB);
    for (int x = 16; x < 32; x++) {
      for (int y = 0; y < 16; y++) {
        wide.setRGB(x, y, y < 8 ? 0xff0000 : 0x00ff00);
      }
    }
    Map<String, byte[]> files = named("real", 3);
    files.putAll(named("anime", 3));
    files.put("real/0.png", TestFiles.encode(wide, "png"));
    folder(temporary, files);

    DomainDataset dataset = DatasetLoader.of(temporary).load(DOMAINS, 2).dataset();

    float[] image = new float[12];
    dataset.copyTo(0, 0, image, 0, false);
    assertThat(image).containsExactly(1, 1, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0);
  }

  @Test
  void copiesToAnOffsetPlainAndMirrored() throws IOException {
    BufferedImage picture = new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB);
    picture.setRGB(0, 0, 0x336699);
    picture.setRGB(1, 0, 0xff0000);
    picture.setRGB(0, 1, 0x00ff00);
    Map<String, byte[]> files = named("real", 3);
    files.putAll(named("anime", 3));
    files.put("real/0.png", TestFiles.encode(picture, "png"));
    folder(temporary, files);
    DomainDataset dataset = DatasetLoader.of(temporary).load(DOMAINS, 2).dataset();

    float[] plain = new float[14];
    dataset.copyTo(0, 0, plain, 1, false);
    float[] mirrored = new float[14];
    dataset.copyTo(0, 0, mirrored, 1, true);

    assertThat(plain).containsExactly(0, 0.2f, 1, 0, 0, 0.4f, 0, 1, 0, 0.6f, 0, 0, 0, 0);
    assertThat(mirrored).containsExactly(0, 1, 0.2f, 0, 0, 0, 0.4f, 0, 1, 0, 0.6f, 0, 0, 0);
  }

  @Test
  void skipsDamagedImagesAndSaysWhy() throws IOException {
    byte[] jpeg = TestFiles.picture("jpg", 64, 64, 0x808080);
    Map<String, byte[]> files = files();
    files.put("real/cut.jpg", Arrays.copyOf(jpeg, 100));
    files.put("real/empty.jpeg", new byte[0]);
    files.put("real/good.jpg", jpeg);
    files.put("real/text.webp", "no picture".getBytes(StandardCharsets.UTF_8));
    folder(temporary, files);
    Path archive = archive("x.tar", files);

    LoadedDataset fromFolder = DatasetLoader.of(temporary).load(DOMAINS, 8);
    LoadedDataset fromArchive = DatasetLoader.of(archive).load(DOMAINS, 8);

    assertThat(fromFolder.dataset().size(0)).isEqualTo(4);
    assertThat(fromFolder.skipped())
        .extracting(SkippedImage::path)
        .containsExactly(
            temporary.resolve("real/cut.jpg").toString(),
            temporary.resolve("real/empty.jpeg").toString(),
            temporary.resolve("real/text.webp").toString());
    assertThat(fromFolder.skipped())
        .allSatisfy(image -> assertThat(image.reason()).startsWith(ErrorCode.IMAGE_INVALID.id()));
    assertThat(fromArchive.dataset().size(0)).isEqualTo(4);
    assertThat(fromArchive.skipped())
        .extracting(SkippedImage::path)
        .containsExactly(
            archive + "!/real/cut.jpg",
            archive + "!/real/empty.jpeg",
            archive + "!/real/text.webp");
  }

  @Test
  void survivesLinksThatLeadInCirclesOrNowhere() throws IOException {
    folder(temporary, files());
    Files.createSymbolicLink(temporary.resolve("real/loop"), temporary.resolve("real"));
    Files.createSymbolicLink(temporary.resolve("real/broken.png"), temporary.resolve("gone.png"));
    Files.createSymbolicLink(temporary.resolve("real/d.png"), temporary.resolve("real/a.png"));

    LoadedDataset loaded = DatasetLoader.of(temporary).load(DOMAINS, 8);

    assertThat(colours(loaded.dataset(), 0))
        .containsExactly(0x010000, 0x020000, 0x030000, 0x010000);
    assertThat(loaded.skipped())
        .singleElement()
        .satisfies(
            image -> {
              assertThat(image.path()).endsWith("broken.png");
              assertThat(image.reason()).contains("cannot be read");
            });
  }

  @Test
  void passesOverEntriesThatAreNoPlainFilesOfADomain() throws IOException {
    Path archive = temporary.resolve("odd.tar");
    Map<String, byte[]> odd = named("real", 3);
    odd.putAll(named("anime", 3));
    odd.put("real/../anime/up.png", png(0xffffff));
    odd.put("real/../../etc/out.png", png(0xffffff));
    odd.put("../real/up.png", png(0xffffff));
    odd.put("/real/absolute.png", png(0xffffff));
    odd.put("real//double.png", png(0xffffff));
    odd.put("realistic/other.png", png(0xffffff));
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(Files.newOutputStream(archive))) {
      for (byte kind :
          new byte[] {TarConstants.LF_SYMLINK, TarConstants.LF_LINK, TarConstants.LF_CHR}) {
        TarArchiveEntry link = new TarArchiveEntry("real/link" + kind + ".png", kind);
        link.setLinkName("0.png");
        tar.putArchiveEntry(link);
        tar.closeArchiveEntry();
      }
      for (Map.Entry<String, byte[]> entry : odd.entrySet()) {
        TarArchiveEntry header = new TarArchiveEntry(entry.getKey(), true);
        header.setSize(entry.getValue().length);
        tar.putArchiveEntry(header);
        tar.write(entry.getValue());
        tar.closeArchiveEntry();
      }
    }

    LoadedDataset loaded = DatasetLoader.of(archive).load(DOMAINS, 8);

    assertThat(loaded.skipped()).isEmpty();
    assertThat(colours(loaded.dataset(), 0)).containsExactly(0, 1, 2);
    assertThat(colours(loaded.dataset(), 1)).containsExactly(0, 1, 2);
  }

  @Test
  void namesAMissingSource() {
    assertInvalid(temporary.resolve("gone")).hasMessageContaining("gone does not exist");
  }

  @Test
  void namesASourceOfAnotherKind() throws IOException {
    Path zip = Files.write(temporary.resolve("faces.zip"), new byte[100]);

    assertInvalid(zip).hasMessageContaining("neither a folder nor a .tar");
  }

  @Test
  void listsTheFoldersWhenADomainIsMissing() throws IOException {
    folder(temporary, Map.of("real/1.png", png(1), "sketch/1.png", png(1)));

    assertInvalid(temporary)
        .hasMessageContaining("no folder 'anime'")
        .hasMessageContaining("[real, sketch]");
    assertInvalid(archive("x.tar", Map.of("faces/real/1.png", png(1))))
        .hasMessageContaining("no folder 'real'")
        .hasMessageContaining("[faces]");
  }

  @Test
  void wantsAFewImagesOfEachDomain() throws IOException {
    Map<String, byte[]> files = named("real", 3);
    files.putAll(named("anime", 2));
    files.put("anime/damaged.png", new byte[10]);
    folder(temporary, files);

    assertInvalid(temporary)
        .hasMessageContaining("'anime' has 2 usable images, it needs at least 3");
  }

  @Test
  void wantsTwoDifferentDomains() throws IOException {
    folder(temporary, files());
    DatasetLoader loader = DatasetLoader.of(temporary);

    for (List<DomainLabel> domains :
        List.of(List.<DomainLabel>of(), List.of(REAL), List.of(REAL, REAL))) {
      assertThatThrownBy(() -> loader.load(domains, 8))
          .isInstanceOfSatisfying(
              TrainingException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.DATASET_INVALID))
          .hasMessageContaining("two or more different domains");
    }
  }

  @Test
  void refusesCutAndForeignArchives() throws IOException {
    byte[] whole = Files.readAllBytes(archive("whole.tgz", files()));
    Path cut = Files.write(temporary.resolve("cut.tgz"), Arrays.copyOf(whole, whole.length / 2));
    byte[] plain = Files.readAllBytes(archive("whole.tar", files()));
    Path cutPlain = Files.write(temporary.resolve("cut.tar"), Arrays.copyOf(plain, 600));
    Path noGzip = Files.write(temporary.resolve("no.tgz"), new byte[1000]);
    byte[] letters = "not a tar archive at all ".repeat(100).getBytes(StandardCharsets.UTF_8);
    Path noTar = Files.write(temporary.resolve("no.tar"), letters);

    for (Path archive : List.of(cut, cutPlain, noGzip, noTar)) {
      assertInvalid(archive).hasMessageContaining(archive + " cannot be read");
    }
  }

  @Test
  void refusesAnImageBeyondTheLimit() throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry("real/huge.png", true);
    entry.setSize(ImageSource.MAXIMUM_FILE_SIZE + 1L);
    byte[] header = new byte[512];
    entry.writeEntryHeader(header);
    Path archive = Files.write(temporary.resolve("huge.tar"), header);

    assertInvalid(archive).hasMessageContaining("'real/huge.png'").hasMessageContaining("67108865");
  }

  @Test
  void refusesAnArchiveThatGrowsWithoutMeasure() throws IOException {
    Path archive = temporary.resolve("bomb.tar.gz");
    byte[] megabyte = new byte[1 << 20];
    try (OutputStream file = Files.newOutputStream(archive);
        TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(file))) {
      TarArchiveEntry entry = new TarArchiveEntry("zeros.bin", true);
      entry.setSize(100L << 20);
      tar.putArchiveEntry(entry);
      for (int i = 0; i < 100; i++) {
        tar.write(megabyte);
      }
      tar.closeArchiveEntry();
    }

    assertInvalid(archive).hasMessageContaining("100 times its size");
  }

  /** Each description of the next entry costs the reader a call within a call. */
  @ParameterizedTest
  @ValueSource(
      bytes = {
        TarConstants.LF_GNUTYPE_LONGNAME,
        TarConstants.LF_GNUTYPE_LONGLINK,
        TarConstants.LF_PAX_EXTENDED_HEADER_LC
      })
  void refusesAnArchiveThatDescribesAnEntryWithoutEnd(byte kind) throws IOException {
    byte[] description = "11 foo=bar\n".getBytes(StandardCharsets.UTF_8);
    Path archive = temporary.resolve("deep.tar.gz");
    try (OutputStream file = Files.newOutputStream(archive);
        TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(file))) {
      for (int i = 0; i < 50_000; i++) {
        TarArchiveEntry entry = new TarArchiveEntry("x", kind);
        if (entry.isGlobalPaxHeader()) {
          entry.addPaxHeader("foo", "bar");
          tar.putArchiveEntry(entry);
        } else {
          entry.setSize(description.length);
          tar.putArchiveEntry(entry);
          tar.write(description);
          tar.closeArchiveEntry();
        }
      }
    }

    assertInvalid(archive).hasMessageContaining("it describes an entry 16 times");
  }

  /** Passing over it would read zeros for minutes, or for as long as the archive says. */
  @Test
  void refusesASparseFile() throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry("real/sparse.png", TarConstants.LF_GNUTYPE_SPARSE);
    byte[] header = new byte[512];
    entry.writeEntryHeader(header);
    long zeros = 1L << 32;
    TarUtils.formatLongOctalBytes(zeros, header, 386, 12); // where the only data are, none
    TarUtils.formatLongOctalBytes(0, header, 398, 12);
    TarUtils.formatLongOctalBytes(zeros, header, 483, 12); // the size with all zeros
    Arrays.fill(header, 148, 156, (byte) ' ');
    TarUtils.formatCheckSumOctalBytes(TarUtils.computeCheckSum(header), header, 148, 8);
    Path archive = Files.write(temporary.resolve("sparse.tar"), Arrays.copyOf(header, 2048));

    assertInvalid(archive).hasMessageContaining("'real/sparse.png' is a sparse file");
  }

  @Test
  void readsAnArchiveCompressedInParts() throws IOException {
    byte[] plain = Files.readAllBytes(archive("whole.tar", files()));
    Path parts = temporary.resolve("parts.tar.gz");
    try (OutputStream file = Files.newOutputStream(parts)) {
      for (int from = 0; from < plain.length; from += 1000) {
        file.write(
            compressed(Arrays.copyOfRange(plain, from, Math.min(from + 1000, plain.length))));
      }
    }

    assertThat(DatasetLoader.of(parts).load(DOMAINS, 8).dataset().size(1)).isEqualTo(4);
  }

  @Test
  void refusesAnArchiveOfEmptyPartsWithoutEnd() throws IOException {
    byte[] empty = compressed(new byte[0]);
    Path archive = temporary.resolve("empty.tar.gz");
    try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(archive))) {
      for (int i = 0; i < 100_000; i++) {
        file.write(empty);
      }
    }

    assertInvalid(archive).hasMessageContaining("no folder 'real'");
  }

  private static byte[] compressed(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  @Test
  void saysWhatIsMissingToReadArchives() throws Exception {
    Path archive = archive("faces.tar", files());
    ClassLoader bare = new WithoutCompress(getClass().getClassLoader());
    Class<?> loaderClass = bare.loadClass(DatasetLoader.class.getName());
    Class<?> labelClass = bare.loadClass(DomainLabel.class.getName());
    Object loader = loaderClass.getMethod("of", List.class).invoke(null, List.of((Object) archive));
    List<Object> domains =
        List.of(labelClass.getField("REAL").get(null), labelClass.getField("ANIME").get(null));

    assertThatThrownBy(
            () -> loaderClass.getMethod("load", List.class, int.class).invoke(loader, domains, 8))
        .cause()
        .hasMessageContaining("TRVAE-401")
        .hasMessageContaining("org.apache.commons:commons-compress");
  }

  /** Defines the library's classes anew, where they cannot see commons-compress. */
  private static final class WithoutCompress extends ClassLoader {

    WithoutCompress(ClassLoader parent) {
      super(parent);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("org.apache.commons.")) {
        throw new ClassNotFoundException(name);
      }
      if (!name.startsWith("io.trvae.")) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      if (loaded != null) {
        return loaded;
      }
      try (InputStream in =
          DatasetLoader.class.getResourceAsStream("/" + name.replace('.', '/') + ".class")) {
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  @Test
  void refusesSizesAndSubfoldersThatMakeNoSense() {
    assertThatIllegalArgumentException().isThrownBy(() -> DatasetLoader.of());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DatasetLoader.of(temporary).load(DOMAINS, 0));
    for (String subfolder : List.of("", "/train", "64//train", "64/")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> DatasetLoader.of(temporary).subfolder(subfolder));
    }
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> assertInvalid(Path source) {
    return assertThatThrownBy(() -> DatasetLoader.of(source).load(DOMAINS, 8))
        .isInstanceOfSatisfying(
            TrainingException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.DATASET_INVALID));
  }
}

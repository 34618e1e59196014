package io.trvae.training;

import io.trvae.ErrorCode;
import io.trvae.TrainingException;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/**
 * A tar archive, plain or compressed with gzip. Nothing is unpacked to disk: entry names are only
 * compared, and links and devices are passed over.
 */
record TarSource(Path archive) implements ImageSource {

  /** Images hardly shrink when compressed; what grows more than this is no archive of images. */
  static final int MAXIMUM_EXPANSION = 100;

  /** What any archive may grow by, so that small ones of blank images pass: 64 MiB. */
  static final long EXPANSION_ALLOWANCE = 64L << 20;

  /** Tells whether a file has the name of an archive that can be read. */
  static boolean isArchive(Path path) {
    return path.toString().toLowerCase(Locale.ROOT).endsWith(".tar") || isCompressed(path);
  }

  private static boolean isCompressed(Path path) {
    String name = path.toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".tar.gz") || name.endsWith(".tgz");
  }

  @Override
  public Set<String> forEachImage(ImageFilter filter, Consumer<ImageFile> consumer)
      throws IOException {
    Set<String> folders = new TreeSet<>();
    try (InputStream file = new BufferedInputStream(Files.newInputStream(archive), 1 << 16);
        InputStream content = isCompressed(archive) ? inflate(file) : file;
        TarArchiveInputStream tar = new EntryStream(content)) {
      TarArchiveEntry entry;
      while ((entry = tar.getNextEntry()) != null) {
        List<String> segments = ImageFilter.segments(entry.getName());
        if (segments.size() > 1 && !ImageFilter.isHidden(segments.get(0))) {
          folders.add(segments.get(0));
        }
        int domain = isPlainFile(entry) ? filter.domainOf(segments) : -1;
        if (domain >= 0) {
          byte[] bytes = read(tar, entry);
          consumer.accept(
              new ImageFile(
                  domain,
                  String.join("/", segments),
                  archive + "!/" + entry.getName(),
                  () -> bytes));
        }
      }
    }
    return folders;
  }

  private static boolean isPlainFile(TarArchiveEntry entry) {
    byte kind = entry.getLinkFlag();
    return kind == TarConstants.LF_NORMAL || kind == TarConstants.LF_OLDNORM;
  }

  private byte[] read(InputStream tar, TarArchiveEntry entry) throws IOException {
    if (entry.getSize() > MAXIMUM_FILE_SIZE) {
      throw new TrainingException(
          ErrorCode.DATASET_INVALID,
          "The entry '"
              + entry.getName()
              + "' of "
              + archive
              + " has "
              + entry.getSize()
              + " bytes, more than the "
              + MAXIMUM_FILE_SIZE
              + " that an image may have; remove it from the archive");
    }
    return tar.readNBytes((int) entry.getSize());
  }

  private InputStream inflate(InputStream file) throws IOException {
    long limit = EXPANSION_ALLOWANCE + MAXIMUM_EXPANSION * Files.size(archive);
    // Not Java's own: it calls itself for each of several compressed parts, and a part may be
    // empty.
    InputStream inflated =
        GzipCompressorInputStream.builder()
            .setInputStream(file)
            .setDecompressConcatenated(true)
            .get();
    return new LimitedInputStream(inflated, limit);
  }

  /**
   * Entries with what stands before them: long names and attributes, each an entry of its own.
   * Commons Compress reads them by calling itself, as often as an archive has them in a row. It
   * passes over a sparse file by reading all its zeros, and 512 bytes can claim 8 GiB of them.
   */
  private static final class EntryStream extends TarArchiveInputStream {

    /** Attributes for all entries, those for one, a long name and a long link come together. */
    private static final int MAXIMUM_DEPTH = 16;

    private int depth;

    EntryStream(InputStream in) {
      super(in, StandardCharsets.UTF_8.name());
    }

    @Override
    public TarArchiveEntry getNextEntry() throws IOException {
      if (++depth > MAXIMUM_DEPTH) {
        throw new IOException("it describes an entry " + MAXIMUM_DEPTH + " times");
      }
      try {
        TarArchiveEntry entry = super.getNextEntry();
        if (entry != null && entry.isSparse()) {
          throw new IOException(
              "its entry '" + entry.getName() + "' is a sparse file; leave it out");
        }
        return entry;
      } finally {
        depth--;
      }
    }
  }

  /** Ends the reading of an archive that was made to fill memory or waste time. */
  private final class LimitedInputStream extends FilterInputStream {

    private long left;

    LimitedInputStream(InputStream in, long limit) {
      super(in);
      left = limit;
    }

    @Override
    public int read() throws IOException {
      int value = super.read();
      count(value < 0 ? 0 : 1);
      return value;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int read = super.read(target, offset, length);
      count(read);
      return read;
    }

    @Override
    public long skip(long length) throws IOException {
      long skipped = super.skip(length);
      count(skipped);
      return skipped;
    }

    private void count(long bytes) {
      left -= Math.max(0, bytes);
      if (left < 0) {
        throw new TrainingException(
            ErrorCode.DATASET_INVALID,
            archive
                + " grows to more than "
                + MAXIMUM_EXPANSION
                + " times its size when it is decompressed, which archives of images do not; use a"
                + " plain .tar if it is meant to be so");
      }
    }
  }
}

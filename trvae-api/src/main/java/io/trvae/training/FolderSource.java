package io.trvae.training;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A folder on disk. Symbolic links are followed, except back into a folder that they lie in. */
record FolderSource(Path folder) implements ImageSource {

  @Override
  public Set<String> forEachImage(ImageFilter filter, Consumer<ImageFile> consumer)
      throws IOException {
    Set<String> folders = new TreeSet<>();
    try (Stream<Path> top = Files.list(folder)) {
      top.filter(Files::isDirectory).forEach(path -> folders.add(path.getFileName().toString()));
    }
    for (String domain : filter.domains()) {
      if (folders.contains(domain)) {
        Files.walkFileTree(
            folder.resolve(domain),
            EnumSet.of(FileVisitOption.FOLLOW_LINKS),
            Integer.MAX_VALUE,
            new Visitor(filter, consumer));
      }
    }
    return folders;
  }

  private final class Visitor extends SimpleFileVisitor<Path> {

    private final ImageFilter filter;
    private final Consumer<ImageFile> consumer;

    Visitor(ImageFilter filter, Consumer<ImageFile> consumer) {
      this.filter = filter;
      this.consumer = consumer;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
      return ImageFilter.isHidden(directory.getFileName().toString())
          ? FileVisitResult.SKIP_SUBTREE
          : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      List<String> segments = new ArrayList<>();
      folder.relativize(file).forEach(segment -> segments.add(segment.toString()));
      int domain = filter.domainOf(segments);
      if (domain >= 0) {
        consumer.accept(
            new ImageFile(
                domain, String.join("/", segments), file.toString(), () -> readLimited(file)));
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (failure instanceof FileSystemLoopException) {
        return FileVisitResult.CONTINUE;
      }
      throw failure;
    }
  }

  private static byte[] readLimited(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAXIMUM_FILE_SIZE + 1);
      if (bytes.length > MAXIMUM_FILE_SIZE) {
        throw new IOException("larger than " + MAXIMUM_FILE_SIZE + " bytes");
      }
      return bytes;
    }
  }
}

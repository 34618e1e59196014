package io.trvae.samples;

import io.trvae.ErrorCode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.UUID;

/** Where commands write to. */
final class OutputFiles {

  private OutputFiles() {}

  /** What writes a file's content. */
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /** Makes sure that a file can be written: its folder is ready and, unless forced, it is not. */
  static Path prepare(Path file, boolean force) throws IOException {
    Path absolute = file.toAbsolutePath().normalize();
    if (Files.isDirectory(absolute)) {
      throw new IOException(
          "%s: '%s' cannot be written: it is a folder. Name a file in it"
              .formatted(ErrorCode.FILE_NOT_WRITTEN.id(), file));
    }
    if (!force && Files.exists(absolute)) {
      throw new FileAlreadyExistsException(file.toString());
    }
    Path folder = absolute.getParent();
    if (folder != null) {
      prepareFolder(folder);
    }
    return absolute;
  }

  /** Makes sure, before hours of work, that a folder is there and files can be written to it. */
  static void prepareFolder(Path folder) throws IOException {
    try {
      Files.createDirectories(folder);
    } catch (IOException failure) {
      throw notWritten(folder, failure);
    }
    if (!Files.isWritable(folder)) {
      throw notWritten(folder, new AccessDeniedException(folder.toString()));
    }
  }

  /** Writes a text whole or not at all. */
  static void write(Path file, String text) throws IOException {
    write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Writes a file whole or not at all, as {@link #write(Path, String)} does. */
  static void write(Path file, Content content) throws IOException {
    Path temporary = file.resolveSibling("." + UUID.randomUUID() + ".tmp");
    try {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(temporary))) {
        content.writeTo(out);
      }
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException failure) {
      throw notWritten(file, failure);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Says what the library says of a file that it cannot write. */
  private static IOException notWritten(Path path, IOException failure) {
    return new IOException(
        "%s: '%s' cannot be written: %s. Make room for it, or name a folder that may be written to"
            .formatted(ErrorCode.FILE_NOT_WRITTEN.id(), path, failure),
        failure);
  }

  /** Puts text between a file's name and its extension, if it has one. */
  static Path insert(Path file, String text) {
    String name = name(file);
    int dot = dot(name);
    return file.resolveSibling(name.substring(0, dot) + text + name.substring(dot));
  }

  /** Returns a sibling named like a file without its extension, and with some text instead. */
  static Path replaceExtension(Path file, String text) {
    String name = name(file);
    return file.resolveSibling(name.substring(0, dot(name)) + text);
  }

  private static String name(Path file) {
    return Objects.toString(file.getFileName(), "");
  }

  /** Returns where the extension begins; a name may begin with a dot without being one. */
  private static int dot(String name) {
    int dot = name.lastIndexOf('.');
    return dot > 0 ? dot : name.length();
  }
}

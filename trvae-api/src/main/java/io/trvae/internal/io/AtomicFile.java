package io.trvae.internal.io;

import io.trvae.ErrorCode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Writes a file whole or not at all. */
public final class AtomicFile {

  private AtomicFile() {}

  /** What writes the content. */
  @FunctionalInterface
  public interface Content {
    /**
     * Writes the content.
     *
     * @param out where to; closed afterwards by the caller
     * @throws IOException if writing fails
     */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes a new file beside the target, through to the disk, and moves it there. If anything
   * fails, what was at the target stays and the new file goes. A process that is killed meanwhile
   * leaves the new file, hidden and with a name that ends in {@code .tmp}.
   *
   * @param target the file to create or replace; its directory must exist
   * @param content what writes the content
   * @throws IOException if writing or moving fails; the message starts with {@link
   *     ErrorCode#FILE_NOT_WRITTEN} and has the target, the reason and what to do
   */
  public static void write(Path target, Content content) throws IOException {
    // Not Files.createTempFile: its files can be read by nobody but their owner, and stay so.
    Path temporary = target.resolveSibling("." + UUID.randomUUID() + ".tmp");
    try {
      try (FileChannel file =
              FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
          OutputStream out = new BufferedOutputStream(Channels.newOutputStream(file))) {
        content.writeTo(out);
        out.flush();
        // A crash after the move must not find a name without its bytes.
        file.force(true);
      }
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      delete(temporary, e);
      throw new IOException(
          ("%s: '%s' cannot be written: %s. Make room for it, or name a folder that is there and may"
                  + " be written to; what was there before is unchanged")
              .formatted(ErrorCode.FILE_NOT_WRITTEN.id(), target, reason(e)),
          e);
    } catch (Throwable e) {
      delete(temporary, e);
      throw e;
    }
  }

  private static void delete(Path temporary, Throwable failure) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException suppressed) {
      failure.addSuppressed(suppressed);
    }
  }

  /** What went wrong underneath, without the temporary file's name, which says nothing. */
  private static String reason(IOException failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    if (root instanceof NoSuchFileException) {
      return "there is no such folder";
    }
    if (root instanceof AccessDeniedException) {
      return "access is denied";
    }
    String reason = root instanceof FileSystemException e ? e.getReason() : root.getMessage();
    return reason == null ? root.toString() : reason;
  }
}

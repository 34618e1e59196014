package io.trvae.spi.training;

import io.trvae.ErrorCode;
import io.trvae.TrainingException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a second training out of a directory of checkpoints, in whatever process: each would write
 * over what the other is writing.
 */
final class CheckpointLock {

  /** Stays when a training ends: whoever removed it could remove another's. */
  private static final String FILE_NAME = "checkpoint.lock";

  private static final Logger LOG = LoggerFactory.getLogger(CheckpointLock.class);

  private CheckpointLock() {}

  /**
   * Trains while a directory is locked. Where its file system knows no locks, a warning says so.
   *
   * @throws TrainingException if another training has it
   */
  static <T> T holding(Path directory, Supplier<T> training) {
    FileChannel lock = take(directory);
    try {
      return training.get();
    } finally {
      close(lock);
    }
  }

  private static @Nullable FileChannel take(Path directory) {
    FileChannel channel = null;
    try {
      Files.createDirectories(directory);
      channel =
          FileChannel.open(
              directory.resolve(FILE_NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (isFree(channel)) {
        return channel;
      }
    } catch (IOException e) {
      LOG.warn("{} cannot be locked; let no other training use it meanwhile", directory, e);
      return channel;
    }
    close(channel);
    throw new TrainingException(
        ErrorCode.CHECKPOINT_INVALID,
        "Another training writes its checkpoints to "
            + directory
            + "; wait for its end, or use another directory");
  }

  private static boolean isFree(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException held) {
      return false;
    }
  }

  private static void close(@Nullable FileChannel lock) {
    if (lock != null) {
      try {
        lock.close();
      } catch (IOException e) {
        LOG.warn("A lock on checkpoints cannot be given back", e);
      }
    }
  }
}

package io.trvae.training;

import io.trvae.spi.Backend;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes a CSV file with one row per epoch: epoch, learning rate, all losses on training and
 * validation images, number of images, seconds, images per second, and whether the epoch was the
 * best so far.
 *
 * <p>The first line names the columns; numbers are written as {@link Double#toString} does,
 * whatever the locale. The file is replaced as a whole after each epoch, so it is never half
 * written. A training that is resumed keeps the rows of the epochs before and drops later ones,
 * which it runs again; a new training replaces an older log.
 *
 * <p>{@code onStart} throws {@link io.trvae.TrainingException} if the file exists and is not such a
 * log; it and {@code onEpoch} throw {@link UncheckedIOException} if reading or writing fails. For
 * one training at a time.
 *
 * @since 0.1.0
 */
public final class CsvLog implements TrainingListener {

  private final Path file;
  private EpochHistory history = EpochHistory.empty();

  /**
   * Creates a log; nothing is written before training starts.
   *
   * @param file the file, created with its folder when missing
   */
  public CsvLog(Path file) {
    this.file = file.toAbsolutePath();
  }

  @Override
  public void onStart(TrainingConfig config, int firstEpoch) {
    createFolderOf(file);
    history = EpochHistory.before(firstEpoch, file);
    history.write(file);
  }

  @Override
  public void onEpoch(EpochReport report, Backend backend) {
    history.add(report);
    history.write(file);
  }

  /** Creates the folder that a file is to be written to; the root of a file system exists. */
  static void createFolderOf(Path file) {
    Path folder = file.getParent();
    if (folder != null) {
      createFolder(folder);
    }
  }

  static void createFolder(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException failure) {
      throw new UncheckedIOException("The folder " + folder + " cannot be created", failure);
    }
  }
}

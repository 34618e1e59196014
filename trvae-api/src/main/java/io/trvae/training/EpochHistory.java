package io.trvae.training;

import io.trvae.ErrorCode;
import io.trvae.TrainingException;
import io.trvae.internal.io.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The reports of a training's epochs, and how they stand in a CSV file. */
final class EpochHistory {

  private static final String HEADER =
      "epoch,epochs,learning_rate,"
          + "train_reconstruction,train_kl,train_mmd,train_total,"
          + "validation_reconstruction,validation_kl,validation_mmd,validation_total,"
          + "images,seconds,images_per_second,best";
  private static final int COLUMNS = HEADER.split(",", -1).length;

  private final List<EpochReport> reports;

  private EpochHistory(List<EpochReport> reports) {
    this.reports = reports;
  }

  /** Starts without epochs. */
  static EpochHistory empty() {
    return new EpochHistory(new ArrayList<>());
  }

  /**
   * Reads the epochs before the one that a training goes on with; what else the file holds belongs
   * to epochs that will be run again.
   *
   * @throws TrainingException if the file exists and is not such a log
   */
  static EpochHistory before(int firstEpoch, Path csv) {
    EpochHistory history = empty();
    if (Files.notExists(csv)) {
      return history;
    }
    List<String> lines;
    try {
      lines = Files.readString(csv).lines().toList();
    } catch (IOException failure) {
      throw new UncheckedIOException("The training log " + csv + " cannot be read", failure);
    }
    if (!lines.isEmpty() && !lines.get(0).equals(HEADER)) {
      throw new TrainingException(
          ErrorCode.TRAINING_CONFIG_INVALID,
          "The file "
              + csv
              + " exists and is not a training log of this version; name another file for the log,"
              + " or move it away");
    }
    lines.stream()
        .skip(1)
        .flatMap(line -> parse(line).stream())
        .filter(report -> report.epoch() < firstEpoch)
        .forEach(history.reports::add);
    return history;
  }

  void add(EpochReport report) {
    reports.add(report);
  }

  /** The epochs so far, oldest first. */
  List<EpochReport> reports() {
    return reports;
  }

  void write(Path csv) {
    StringBuilder text = new StringBuilder(HEADER).append('\n');
    reports.forEach(report -> text.append(format(report)).append('\n'));
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    try {
      AtomicFile.write(csv, out -> out.write(bytes));
    } catch (IOException failure) {
      throw new UncheckedIOException("The training log " + csv + " cannot be written", failure);
    }
  }

  private static String format(EpochReport report) {
    List<Object> cells = new ArrayList<>();
    cells.add(report.epoch());
    cells.add(report.epochs());
    cells.add(report.learningRate());
    addLosses(cells, report.training());
    addLosses(cells, report.validation());
    cells.add(report.images());
    cells.add(report.duration().toMillis() / 1000.0);
    cells.add(Math.round(report.imagesPerSecond() * 10) / 10.0);
    cells.add(report.best());
    return String.join(",", cells.stream().map(Object::toString).toList());
  }

  private static void addLosses(List<Object> cells, Losses losses) {
    cells.add(losses.reconstruction());
    cells.add(losses.kl());
    cells.add(losses.mmd());
    cells.add(losses.total());
  }

  /** Reads a line; one that an editor or a crash has damaged is no report. */
  private static Optional<EpochReport> parse(String line) {
    String[] cells = line.split(",", -1);
    if (cells.length != COLUMNS) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new EpochReport(
              Integer.parseInt(cells[0]),
              Integer.parseInt(cells[1]),
              parseLosses(cells, 3),
              parseLosses(cells, 7),
              Double.parseDouble(cells[2]),
              Boolean.parseBoolean(cells[14]),
              Long.parseLong(cells[11]),
              Duration.ofMillis(Math.round(Double.parseDouble(cells[12]) * 1000))));
    } catch (NumberFormatException damaged) {
      return Optional.empty();
    }
  }

  private static Losses parseLosses(String[] cells, int first) {
    return new Losses(
        Double.parseDouble(cells[first]),
        Double.parseDouble(cells[first + 1]),
        Double.parseDouble(cells[first + 2]),
        Double.parseDouble(cells[first + 3]));
  }
}

package io.trvae.samples.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import io.trvae.samples.benchmark.engine.EngineKind;

/**
 * Carries a plan out. Every round measures every cell once, in a fork of its own: a machine that
 * slows down meanwhile does so for all engines.
 */
public final class Rounds implements AutoCloseable {

  private final Plan plan;
  private final Consumer<String> progress;
  private final Map<String, Path> references = new LinkedHashMap<>();

  /**
   * Prepares to measure.
   *
   * @param progress hears of each fork
   */
  public Rounds(Plan plan, Consumer<String> progress) {
    this.plan = plan;
    this.progress = progress;
  }

  /** Measures everything. */
  public List<Figure> measure() throws IOException, InterruptedException {
    Results results = new Results();
    int forks = plan.rounds() * plan.cells().size();
    int done = 0;
    for (int round = 0; round < plan.rounds(); round++) {
      for (Cell cell : plan.cells()) {
        progress.accept(++done + "/" + forks + " " + cell);
        results.add(cell, measure(cell));
      }
    }
    return results.figures();
  }

  private List<Reading> measure(Cell cell) throws IOException, InterruptedException {
    if (cell.benchmark().equals(Cell.START)) {
      return StartUp.readings(cell);
    }
    String expected =
        cell.benchmark().equals(Cell.TRANSFER) ? references(cell.architecture()).toString() : "";
    Order order = new Order(cell, plan.quick(), expected);
    if (cell.load().equals(Cell.IDLE)) {
      return Fork.measure(order);
    }
    try (BusyNeighbour neighbour = new BusyNeighbour()) {
      return Fork.measure(order);
    }
  }

  /** Returns the file with what transfers must give: what the portable backend computes. */
  private Path references(String architecture) throws IOException, InterruptedException {
    Path known = references.get(architecture);
    if (known != null) {
      return known;
    }
    Path file = Files.createTempFile("trvae-bench", ".floats");
    references.put(architecture, file);
    Cell cell = Cell.of(Cell.REFERENCE, EngineKind.ND4J, architecture, 1, 2, Cell.IDLE);
    Fork.measure(new Order(cell, plan.quick(), file.toString()));
    return file;
  }

  /** Deletes the files. */
  @Override
  public void close() throws IOException {
    for (Path file : references.values()) {
      Files.deleteIfExists(file);
    }
  }
}

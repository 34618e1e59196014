package io.trvae.samples.benchmark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects what the forks of all rounds measured. */
final class Results {

  private final Map<Key, List<Double>> values = new LinkedHashMap<>();

  private record Key(Cell cell, String benchmark, String unit) {}

  void add(Cell cell, List<Reading> readings) {
    for (Reading reading : readings) {
      values
          .computeIfAbsent(
              new Key(cell, reading.benchmark(), reading.unit()), key -> new ArrayList<>())
          .add(reading.value());
    }
  }

  /** Returns the means over forks with their standard errors, and what they imply. */
  List<Figure> figures() {
    List<Figure> figures = new ArrayList<>();
    values.forEach((key, forks) -> figures.add(figure(key, forks)));
    figures.addAll(Derivation.from(figures));
    return figures;
  }

  private static Figure figure(Key key, List<Double> forks) {
    int count = forks.size();
    double mean = forks.stream().mapToDouble(value -> value).average().orElseThrow();
    double squares = forks.stream().mapToDouble(value -> (value - mean) * (value - mean)).sum();
    double error = Math.sqrt(squares / Math.max(1, count - 1) / count);
    return Figure.of(key.cell, key.benchmark, mean, key.unit, error);
  }
}

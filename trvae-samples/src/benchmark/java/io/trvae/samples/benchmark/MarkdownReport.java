package io.trvae.samples.benchmark;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Figures as Markdown tables: one for each benchmark, with a column for each engine. */
final class MarkdownReport {

  private MarkdownReport() {}

  private record Row(String architecture, int batch, int threads, String load) {
    static Row of(Figure figure) {
      return new Row(figure.architecture(), figure.batch(), figure.threads(), figure.load());
    }
  }

  static String of(List<Figure> figures) {
    return figures.stream()
        .map(Figure::benchmark)
        .distinct()
        .map(
            benchmark ->
                table(figures.stream().filter(f -> f.benchmark().equals(benchmark)).toList()))
        .collect(Collectors.joining("\n"));
  }

  private static String table(List<Figure> figures) {
    List<String> engines = figures.stream().map(MarkdownReport::engine).distinct().toList();
    StringBuilder text = new StringBuilder();
    text.append("**" + figures.get(0).benchmark() + "**, " + figures.get(0).unit() + "\n\n");
    text.append("| architecture | batch | threads | load |");
    engines.forEach(engine -> text.append(" " + engine + " |"));
    text.append("\n| --- | ---: | ---: | --- |" + " ---: |".repeat(engines.size()) + "\n");
    for (Row row : figures.stream().map(Row::of).distinct().toList()) {
      text.append("| " + row.architecture + " | " + row.batch + " | " + row.threads + " | ");
      text.append(row.load + " |");
      for (String engine : engines) {
        text.append(
            figures.stream()
                .filter(figure -> Row.of(figure).equals(row) && engine(figure).equals(engine))
                .map(figure -> " " + number(figure.value()) + " ± " + number(figure.error()) + " |")
                .findFirst()
                .orElse(" |"));
      }
      text.append("\n");
    }
    return text.toString();
  }

  private static String engine(Figure figure) {
    return figure.engine() + " " + figure.dtype();
  }

  /** Three significant digits or so. */
  private static String number(double value) {
    double size = Math.abs(value);
    return String.format(Locale.ROOT, size < 10 ? "%.2f" : size < 100 ? "%.1f" : "%.0f", value);
  }
}

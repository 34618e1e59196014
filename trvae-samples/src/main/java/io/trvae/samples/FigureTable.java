package io.trvae.samples;

import io.trvae.evaluation.EvaluationReport;
import io.trvae.evaluation.Figure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Figures with a line for each pair of domains and a column for each metric.
 *
 * @param title what the lines are
 * @param metrics the columns
 * @param rows the lines
 */
record FigureTable(String title, List<String> metrics, List<Row> rows) {

  /**
   * One line.
   *
   * @param name the pair of domains, or what it is
   * @param values one for each column, empty where there is no figure
   */
  record Row(String name, List<String> values) {}

  /** Returns the three tables of a report: of pairs, of single domains, of all together. */
  static List<FigureTable> tables(EvaluationReport report) {
    return List.of(
        of("transfer", report, figure -> !figure.from().equals(figure.to())),
        of("domain", report, figure -> isOne(figure) && !figure.from().equals(Figure.ALL)),
        of("domains", report, figure -> figure.from().equals(Figure.ALL)));
  }

  /** Returns the three tables as text. */
  static String all(EvaluationReport report) {
    StringBuilder text = new StringBuilder();
    tables(report).stream()
        .filter(table -> !table.rows.isEmpty())
        .forEach(table -> text.append(System.lineSeparator()).append(table.toText()));
    return text.toString();
  }

  private static boolean isOne(Figure figure) {
    return figure.from().equals(figure.to());
  }

  private static FigureTable of(
      String title, EvaluationReport report, Predicate<Figure> belongsHere) {
    List<Figure> figures = report.figures().stream().filter(belongsHere).toList();
    List<String> metrics = figures.stream().map(Figure::metric).distinct().toList();
    List<Row> rows = new ArrayList<>();
    for (String name : figures.stream().map(FigureTable::name).distinct().toList()) {
      List<String> values = new ArrayList<>();
      for (String metric : metrics) {
        values.add(
            figures.stream()
                .filter(figure -> figure.metric().equals(metric) && name(figure).equals(name))
                .map(figure -> number(figure.value()))
                .findFirst()
                .orElse(""));
      }
      rows.add(new Row(name, values));
    }
    return new FigureTable(title, metrics, rows);
  }

  private static String name(Figure figure) {
    if (figure.from().equals(Figure.ALL)) {
      return "all";
    }
    return isOne(figure) ? figure.from() : figure.from() + " > " + figure.to();
  }

  /** Four significant digits or so: a distance may be 0.0003, a ratio of signal to noise 23.4. */
  private static String number(double value) {
    if (!Double.isFinite(value)) {
      return Double.isNaN(value) ? "-" : "inf";
    }
    return String.format(Locale.ROOT, Math.abs(value) < 10 ? "%.4f" : "%.2f", value);
  }

  /** Draws the table, with long names of metrics on several lines. */
  private String toText() {
    List<String[]> headings = metrics.stream().map(metric -> metric.split("_", -1)).toList();
    int lines = headings.stream().mapToInt(words -> words.length).max().orElse(0);
    int left =
        Math.max(title.length(), rows.stream().mapToInt(row -> row.name.length()).max().orElse(0));
    StringBuilder text = new StringBuilder();
    for (int line = 0; line < lines; line++) {
      List<String> words = new ArrayList<>();
      for (String[] heading : headings) {
        int word = line - lines + heading.length;
        words.add(word < 0 ? "" : heading[word]);
      }
      appendLine(text, left, line == lines - 1 ? title : "", words);
    }
    rows.forEach(row -> appendLine(text, left, row.name, row.values));
    return text.toString();
  }

  private void appendLine(StringBuilder text, int left, String name, List<String> cells) {
    StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-" + left + "s", name));
    cells.forEach(cell -> line.append(String.format(Locale.ROOT, "%11s", cell)));
    text.append(line.toString().stripTrailing()).append(System.lineSeparator());
  }
}

package io.trvae.samples.benchmark;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Images per second on an idle machine as bars: a panel for each architecture, a group for each
 * batch size, a bar for each engine at the number of threads that suits it best.
 */
final class SvgChart {

  private static final int WIDTH = 940;
  private static final int PANEL = 240;
  private static final int PLOT = 160;
  private static final int LEFT = 70;
  private static final int LEGEND = 40;
  private static final List<String> COLOURS =
      List.of("#2a6fbb", "#7fb2e5", "#e08a3c", "#8a5fb0", "#4c9f70", "#999999");

  private final StringBuilder svg = new StringBuilder();
  private final List<Figure> transfers;
  private final List<String> engines;
  private final List<Integer> batches;

  private SvgChart(List<Figure> figures) {
    transfers =
        figures.stream()
            .filter(figure -> figure.benchmark().equals(Cell.TRANSFER))
            .filter(figure -> figure.load().equals(Cell.IDLE))
            .toList();
    engines = transfers.stream().map(SvgChart::engine).distinct().toList();
    batches = transfers.stream().map(Figure::batch).distinct().sorted().toList();
  }

  /** Returns the file's text. */
  static String of(List<Figure> figures) {
    SvgChart chart = new SvgChart(figures);
    List<String> architectures =
        chart.transfers.stream().map(Figure::architecture).distinct().toList();
    chart.append(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\""
            + " font-family=\"sans-serif\" font-size=\"12\">%n",
        WIDTH, LEGEND + architectures.size() * PANEL);
    chart.append("<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n");
    chart.appendLegend();
    for (int i = 0; i < architectures.size(); i++) {
      chart.appendPanel(architectures.get(i), LEGEND + i * PANEL);
    }
    return chart.svg.append("</svg>\n").toString();
  }

  private void appendLegend() {
    for (int i = 0; i < engines.size(); i++) {
      int x = LEFT + i * 170;
      append(
          "<rect x=\"%d\" y=\"14\" width=\"12\" height=\"12\" fill=\"%s\"/>"
              + "<text x=\"%d\" y=\"24\">%s</text>%n",
          x, colour(i), x + 18, engines.get(i));
    }
  }

  private void appendPanel(String architecture, int top) {
    int bottom = top + 40 + PLOT;
    double largest =
        transfers.stream()
            .filter(figure -> figure.architecture().equals(architecture))
            .mapToDouble(SvgChart::imagesPerSecond)
            .max()
            .orElse(1);
    append(
        "<text x=\"%d\" y=\"%d\" font-weight=\"bold\">%s, images per second</text>%n",
        LEFT, top + 20, architecture);
    append(
        "<path d=\"M%d %dV%dH%d\" fill=\"none\" stroke=\"black\"/>%n",
        LEFT, top + 40, bottom, WIDTH - 20);
    append(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%.0f</text>%n", LEFT - 6, top + 44, largest);
    append("<text x=\"%d\" y=\"%d\" text-anchor=\"end\">0</text>%n", LEFT - 6, bottom + 4);
    int group = (WIDTH - 20 - LEFT) / batches.size();
    int bar = Math.min(40, (group - 20) / engines.size());
    for (int b = 0; b < batches.size(); b++) {
      int left = LEFT + b * group + 10;
      append("<text x=\"%d\" y=\"%d\">batch %d</text>%n", left, bottom + 18, batches.get(b));
      for (int e = 0; e < engines.size(); e++) {
        int x = left + e * bar;
        String colour = colour(e);
        best(architecture, batches.get(b), engines.get(e))
            .ifPresent(figure -> appendBar(figure, x, bar, bottom, largest, colour));
      }
    }
  }

  private void appendBar(
      Figure figure, int x, int width, int bottom, double largest, String colour) {
    double speed = imagesPerSecond(figure);
    double height = PLOT * speed / largest;
    double error = height * figure.error() / figure.value();
    append(
        "<rect x=\"%d\" y=\"%.1f\" width=\"%d\" height=\"%.1f\" fill=\"%s\"/>",
        x, bottom - height, width - 2, height, colour);
    append(
        "<path d=\"M%d %.1fV%.1f\" stroke=\"black\"/>",
        x + width / 2 - 1, bottom - height - error, bottom - height + error);
    append(
        "<text x=\"%d\" y=\"%.1f\" font-size=\"9\" text-anchor=\"middle\">%.0f</text>%n",
        x + width / 2 - 1, bottom - height - error - 3, speed);
  }

  private Optional<Figure> best(String architecture, int batch, String engine) {
    return transfers.stream()
        .filter(figure -> figure.architecture().equals(architecture))
        .filter(figure -> figure.batch() == batch && engine(figure).equals(engine))
        .min(Comparator.comparingDouble(Figure::value));
  }

  private static double imagesPerSecond(Figure transfer) {
    return 1000 * transfer.batch() / transfer.value();
  }

  private static String engine(Figure figure) {
    return figure.engine() + " " + figure.dtype();
  }

  private static String colour(int index) {
    return COLOURS.get(index % COLOURS.size());
  }

  private void append(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values));
  }
}

package io.trvae.samples.benchmark;

import com.google.gson.GsonBuilder;
import java.util.List;

/**
 * Figures in the forms that they are published in.
 *
 * @param figures the figures
 */
public record Report(List<Figure> figures) {

  /** Returns a flat array of objects. */
  public String toJson() {
    return new GsonBuilder().setPrettyPrinting().create().toJson(figures) + "\n";
  }

  /** Returns tables in Markdown. */
  public String toMarkdown() {
    return MarkdownReport.of(figures);
  }

  /** Returns a chart of the transfers. */
  public String toSvg() {
    return SvgChart.of(figures);
  }
}

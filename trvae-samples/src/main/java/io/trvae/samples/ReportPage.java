package io.trvae.samples;

import io.trvae.Cancellation;
import io.trvae.DomainLabel;
import io.trvae.RgbImage;
import io.trvae.TransferPipeline;
import io.trvae.TransferRequest;
import io.trvae.TransferResult;
import io.trvae.evaluation.EvaluationReport;
import io.trvae.evaluation.Figure;
import io.trvae.model.JudgeModel;
import io.trvae.model.Provenance;
import io.trvae.training.DomainDataset;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * An evaluation as one HTML page that loads nothing: figures, what they mean, where the model comes
 * from, and images beside their transfers.
 */
final class ReportPage {

  private static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta http-equiv="Content-Security-Policy"
        content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
      <title>Evaluation</title>
      <style>
      :root { color-scheme: light dark; --line: light-dark(#d8d8d8, #444); }
      body { font: 16px/1.5 system-ui, sans-serif; max-width: 70rem; margin: auto; padding: 1rem;
        color: light-dark(#1a1a1a, #e8e8e8); background: light-dark(#fff, #161616); }
      h1, h2 { line-height: 1.2; }
      .scroll { overflow-x: auto; }
      table { border-collapse: collapse; font-size: .9rem; margin: .5rem 0; }
      th, td { padding: .3rem .6rem; border-bottom: 1px solid var(--line); text-align: right;
        font-variant-numeric: tabular-nums; vertical-align: bottom; }
      th:first-child, td:first-child { text-align: left; white-space: nowrap; }
      table.words td { text-align: left; vertical-align: top; overflow-wrap: anywhere; }
      dt { font-family: ui-monospace, monospace; font-size: .9rem; margin-top: .4rem; }
      dd { margin-left: 1rem; }
      .strips { display: flex; flex-wrap: wrap; gap: .6rem; }
      .strip { display: flex; }
      .strip img { width: 4.5rem; height: 4.5rem; display: block; }
      .strip img:first-child { margin-right: .2rem; }
      </style>
      </head>
      <body>
      """;

  private final StringBuilder html = new StringBuilder(HEAD);

  private ReportPage() {}

  /**
   * Writes the page.
   *
   * @param shown how many images of each domain to show
   */
  static String of(
      TransferPipeline pipeline,
      JudgeModel judge,
      DomainDataset dataset,
      EvaluationReport report,
      int shown)
      throws IOException {
    ReportPage page = new ReportPage();
    page.html.append(
        "<h1>Evaluation</h1>\n"
            + "<p>This page shows images of the data set: don't publish it where these may not be"
            + " published.</p>\n");
    page.appendFigures(report);
    for (int domain = 0; domain < dataset.domains().size(); domain++) {
      page.appendSheet(pipeline, dataset, domain, shown);
    }
    page.appendDefinitions(report);
    page.appendProvenance("The model", pipeline.model().provenance());
    page.appendProvenance("The judge", judge.provenance());
    return page.html.append("</body>\n</html>\n").toString();
  }

  private void appendFigures(EvaluationReport report) {
    for (FigureTable table : FigureTable.tables(report)) {
      html.append("<div class=\"scroll\"><table>\n<tr>");
      appendCell("th", table.title());
      // Long names may break after an underscore.
      table.metrics().forEach(name -> html.append("<th>" + escape(name).replace("_", "_<wbr>")));
      html.append("\n");
      for (FigureTable.Row row : table.rows()) {
        html.append("<tr>");
        appendCell("td", row.name());
        row.values().forEach(value -> appendCell("td", value));
        html.append("\n");
      }
      html.append("</table></div>\n");
    }
  }

  private void appendCell(String kind, String text) {
    html.append("<" + kind + ">" + escape(text));
  }

  private void appendSheet(TransferPipeline pipeline, DomainDataset dataset, int domain, int shown)
      throws IOException {
    DomainLabel from = dataset.domains().get(domain);
    List<DomainLabel> others = new ArrayList<>(dataset.domains());
    others.remove(from);
    int count = Math.min(shown, dataset.size(domain));
    int size = dataset.imageSize();
    List<RgbImage> inputs = new ArrayList<>();
    List<TransferRequest> requests = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] image = new float[3 * size * size];
      // Spread evenly, as those that are measured with a limit.
      dataset.copyTo(domain, (int) ((long) i * dataset.size(domain) / count), image, 0, false);
      RgbImage input = RgbImage.ofFloats(size, size, image);
      inputs.add(input);
      others.forEach(to -> requests.add(TransferRequest.of(input, from, to)));
    }
    List<TransferResult> results =
        pipeline.transferAll(requests, (done, total) -> {}, new Cancellation());
    for (int target = 0; target < others.size(); target++) {
      DomainLabel to = others.get(target);
      html.append("<h2>" + escape(from + " > " + to) + "</h2>\n<div class=\"strips\">\n");
      for (int i = 0; i < count; i++) {
        html.append("<div class=\"strip\">");
        appendImage(inputs.get(i), from.name());
        appendImage(results.get(i * others.size() + target).image(), "as " + to);
        html.append("</div>\n");
      }
      html.append("</div>\n");
    }
  }

  private void appendImage(RgbImage image, String alternative) throws IOException {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    image.write(png, "png");
    html.append("<img alt=\"" + escape(alternative) + "\" src=\"data:image/png;base64,");
    html.append(Base64.getEncoder().encodeToString(png.toByteArray())).append("\">");
  }

  private void appendDefinitions(EvaluationReport report) {
    html.append("<h2>What the figures mean</h2>\n<dl>\n");
    report.figures().stream()
        .map(Figure::metric)
        .distinct()
        .forEach(
            metric ->
                html.append("<dt>" + escape(metric))
                    .append("<dd>" + escape(MetricDefinitions.of(metric)) + "\n"));
    html.append("</dl>\n");
  }

  private void appendProvenance(String title, Provenance provenance) {
    html.append("<h2>" + title + "</h2>\n<table class=\"words\">\n");
    appendFact("created", provenance.created());
    appendFact("licence", provenance.licence());
    appendFacts("training images, ", provenance.data());
    appendFacts("", provenance.metrics());
    appendFacts("", provenance.configuration());
    appendFacts("", provenance.software());
    html.append("</table>\n");
  }

  private void appendFacts(String prefix, Map<String, ?> facts) {
    facts.forEach((name, value) -> appendFact(prefix + name, value));
  }

  private void appendFact(String name, Object value) {
    html.append("<tr>");
    appendCell("td", name);
    appendCell("td", value.toString());
    html.append("\n");
  }

  /** A model file is a stranger's text. */
  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}

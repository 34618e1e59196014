package io.trvae.evaluation;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.trvae.internal.io.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The numbers of an evaluation, for programs and for people.
 *
 * @param figures the numbers, in the order in which they are written
 * @since 0.1.0
 */
public record EvaluationReport(List<Figure> figures) {

  /** Copies the list. */
  public EvaluationReport {
    figures = List.copyOf(figures);
  }

  /**
   * Writes an array with one object per number, whose members are {@code metric}, {@code from},
   * {@code to}, {@code value} and {@code error}. Numbers have all their digits; what is NaN or
   * infinite, which JSON cannot say, becomes {@code null}.
   *
   * @return the JSON text, ending with a line feed
   */
  public String toJson() {
    Gson gson =
        new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().serializeNulls().create();
    JsonArray array = new JsonArray();
    for (Figure figure : figures) {
      JsonObject object = new JsonObject();
      object.addProperty("metric", figure.metric());
      object.addProperty("from", figure.from());
      object.addProperty("to", figure.to());
      object.add("value", number(figure.value()));
      object.add("error", number(figure.error()));
      array.add(object);
    }
    return gson.toJson(array) + "\n";
  }

  private static JsonElement number(double value) {
    return Double.isFinite(value) ? new JsonPrimitive(value) : JsonNull.INSTANCE;
  }

  /**
   * Writes {@linkplain #toJson() the JSON text} to a file in UTF-8, whole or not at all.
   *
   * @param file the file to create or replace, in an existing directory
   * @throws IOException if writing fails; what was there before stays then
   */
  public void write(Path file) throws IOException {
    byte[] json = toJson().getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(file.toAbsolutePath(), out -> out.write(json));
  }

  /**
   * Draws a table: a line of headings, then one line per number, rounded to four decimals.
   *
   * @return lines that end with a line feed, the columns aligned by spaces
   */
  public String toText() {
    int metric = "metric".length();
    int from = "from".length();
    int to = "to".length();
    for (Figure figure : figures) {
      metric = Math.max(metric, figure.metric().length());
      from = Math.max(from, figure.from().length());
      to = Math.max(to, figure.to().length());
    }
    String names = "%-" + metric + "s  %-" + from + "s  %-" + to + "s";
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT, names + "  %10s  %10s\n", "metric", "from", "to", "value", "error"));
    for (Figure figure : figures) {
      text.append(
          String.format(
              Locale.ROOT,
              names + "  %10.4f  %10.4f\n",
              figure.metric(),
              figure.from(),
              figure.to(),
              figure.value(),
              figure.error()));
    }
    return text.toString();
  }
}

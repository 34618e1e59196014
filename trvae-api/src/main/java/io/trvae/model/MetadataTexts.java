package io.trvae.model;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import io.trvae.DomainLabel;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The texts that every kind of model file has in its metadata: written, and read with checks. */
final class MetadataTexts {

  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();
  private static final Pattern INTEGER = Pattern.compile("0|[1-9][0-9]{0,8}");
  private static final Pattern DECIMAL = Pattern.compile("[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

  private MetadataTexts() {}

  static void putFormat(Map<String, String> texts, String format, int version) {
    texts.put("format", format);
    texts.put("format_version", Integer.toString(version));
  }

  static void putDomains(Map<String, String> texts, List<DomainLabel> domains) {
    texts.put("domains", GSON.toJson(domains.stream().map(DomainLabel::name).toList()));
  }

  /**
   * Puts all that is known of the weights' origin.
   *
   * @throws IllegalArgumentException if a metric is not finite, which JSON cannot say
   */
  static void putProvenance(Map<String, String> texts, Provenance provenance) {
    provenance.metrics().forEach(MetadataTexts::checkFinite);
    texts.put("created", provenance.created().toString());
    texts.put("software", GSON.toJson(provenance.software()));
    texts.put("data", GSON.toJson(provenance.data()));
    texts.put("configuration", GSON.toJson(provenance.configuration()));
    texts.put("metrics", GSON.toJson(provenance.metrics()));
    texts.put("licence", provenance.licence());
  }

  private static void checkFinite(String metric, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(
          "The metric '" + metric + "' is " + value + "; a model file holds finite figures only");
    }
  }

  static void checkFormat(Map<String, String> texts, String expected, int newest)
      throws FormatException {
    String format = text(texts, "format");
    if (!format.equals(expected)) {
      throw new FormatException("its format is '" + format + "' and not '" + expected + "'");
    }
    int version = integer(texts, "format_version");
    if (version > newest) {
      throw new FormatException(
          "it was written by a newer version of trvae: it has format version "
              + version
              + ", this version reads up to "
              + newest
              + "; update trvae");
    }
    if (version < 1) {
      throw new FormatException("there is no format version " + version);
    }
  }

  /** Returns the names as they stand there, not yet checked. */
  static List<String> domains(Map<String, String> texts) throws FormatException {
    return json(texts, "domains", json -> json.list(StrictJson::string));
  }

  static Provenance provenance(Map<String, String> texts) throws FormatException {
    return new Provenance(
        instant(texts, "created"),
        object(texts, "software", StrictJson::string),
        object(texts, "data", MetadataTexts::count),
        object(texts, "configuration", StrictJson::string),
        object(texts, "metrics", StrictJson::decimal),
        text(texts, "licence"));
  }

  private static int count(StrictJson json) throws FormatException {
    long count = json.integer();
    if (count != (int) count) {
      throw new FormatException("its metadata key 'data' has the impossible count " + count);
    }
    return (int) count;
  }

  static String text(Map<String, String> texts, String key) throws FormatException {
    String text = texts.get(key);
    if (text == null) {
      throw new FormatException("its metadata lack the key '" + key + "'");
    }
    return text;
  }

  static int integer(Map<String, String> texts, String key) throws FormatException {
    String text = text(texts, key);
    if (!INTEGER.matcher(text).matches()) {
      throw wrong(key, text, "an integer of up to 9 digits");
    }
    return Integer.parseInt(text);
  }

  static float decimal(Map<String, String> texts, String key) throws FormatException {
    String text = text(texts, key);
    if (!DECIMAL.matcher(text).matches()) {
      throw wrong(key, text, "a decimal number");
    }
    return Float.parseFloat(text);
  }

  private static Instant instant(Map<String, String> texts, String key) throws FormatException {
    String text = text(texts, key);
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw wrong(key, text, "a UTC time such as 2026-11-01T12:00:00Z");
    }
  }

  private static <T> SortedMap<String, T> object(
      Map<String, String> texts, String key, StrictJson.Value<T> value) throws FormatException {
    Map<String, T> map = json(texts, key, json -> json.map(value));
    return new TreeMap<>(map);
  }

  private static <T> T json(Map<String, String> texts, String key, StrictJson.Value<T> value)
      throws FormatException {
    StrictJson json = new StrictJson("its metadata key '" + key + "'", text(texts, key));
    T result = value.read(json);
    json.end();
    return result;
  }

  private static FormatException wrong(String key, String text, String expected) {
    return new FormatException(
        "its metadata key '" + key + "' has the value '" + text + "', which is not " + expected);
  }
}

package io.trvae.model;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import io.trvae.DomainLabel;
import io.trvae.network.Architecture;
import io.trvae.network.NetworkSpec;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a model file tells about its model: {@code docs/model-format.md} describes each key.
 *
 * @param spec what the model is
 * @param provenance where the weights come from
 * @param sha256 of the tensors' bytes, in hexadecimal digits
 */
record ModelMetadata(ModelSpec spec, Provenance provenance, String sha256) {

  /** The newest version of the format, and the one that is written. */
  static final int FORMAT_VERSION = 1;

  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();
  private static final Pattern INTEGER = Pattern.compile("0|[1-9][0-9]{0,8}");
  private static final Pattern DECIMAL = Pattern.compile("[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

  /**
   * Turns it into a file's texts, sorted by key.
   *
   * @throws IllegalArgumentException if a metric is not finite, which JSON cannot say
   */
  Map<String, String> encode() {
    provenance.metrics().forEach(ModelMetadata::checkFinite);
    NetworkSpec network = spec.network();
    Map<String, String> texts = new TreeMap<>();
    texts.put("format", "trvae");
    texts.put("format_version", Integer.toString(FORMAT_VERSION));
    texts.put("architecture", network.architecture().id());
    texts.put("image_size", Integer.toString(network.imageSize()));
    texts.put("domains", GSON.toJson(spec.domains().stream().map(DomainLabel::name).toList()));
    texts.put("latent_size", Integer.toString(network.latentSize()));
    texts.put("mmd_size", Integer.toString(network.mmdSize()));
    texts.put("dropout", Float.toString(network.dropout()));
    texts.put("created", provenance.created().toString());
    texts.put("software", GSON.toJson(provenance.software()));
    texts.put("data", GSON.toJson(provenance.data()));
    texts.put("configuration", GSON.toJson(provenance.configuration()));
    texts.put("metrics", GSON.toJson(provenance.metrics()));
    texts.put("licence", provenance.licence());
    texts.put("sha256", sha256);
    return texts;
  }

  private static void checkFinite(String metric, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(
          "The metric '" + metric + "' is " + value + "; a model file holds finite figures only");
    }
  }

  /** Understands a file's texts; keys that it does not know are passed over. */
  static ModelMetadata decode(Map<String, String> texts) throws FormatException {
    checkFormat(texts);
    return new ModelMetadata(spec(texts), provenance(texts), text(texts, "sha256"));
  }

  private static void checkFormat(Map<String, String> texts) throws FormatException {
    String format = text(texts, "format");
    if (!format.equals("trvae")) {
      throw new FormatException("its format is '" + format + "' and not 'trvae'");
    }
    int version = integer(texts, "format_version");
    if (version > FORMAT_VERSION) {
      throw new FormatException(
          "it was written by a newer version of trvae: it has format version "
              + version
              + ", this version reads up to "
              + FORMAT_VERSION
              + "; update trvae");
    }
    if (version < 1) {
      throw new FormatException("there is no format version " + version);
    }
  }

  private static ModelSpec spec(Map<String, String> texts) throws FormatException {
    List<String> domains = json(texts, "domains", json -> json.list(StrictJson::string));
    try {
      return new ModelSpec(
          new NetworkSpec(
              Architecture.byId(text(texts, "architecture")),
              integer(texts, "image_size"),
              domains.size(),
              integer(texts, "latent_size"),
              integer(texts, "mmd_size"),
              decimal(texts, "dropout")),
          domains.stream().map(DomainLabel::of).toList());
    } catch (IllegalArgumentException e) {
      throw new FormatException("its metadata describe no network: " + e.getMessage(), e);
    }
  }

  private static Provenance provenance(Map<String, String> texts) throws FormatException {
    return new Provenance(
        instant(texts, "created"),
        object(texts, "software", StrictJson::string),
        object(texts, "data", ModelMetadata::count),
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

  private static String text(Map<String, String> texts, String key) throws FormatException {
    String text = texts.get(key);
    if (text == null) {
      throw new FormatException("its metadata lack the key '" + key + "'");
    }
    return text;
  }

  private static int integer(Map<String, String> texts, String key) throws FormatException {
    String text = text(texts, key);
    if (!INTEGER.matcher(text).matches()) {
      throw wrong(key, text, "an integer of up to 9 digits");
    }
    return Integer.parseInt(text);
  }

  private static float decimal(Map<String, String> texts, String key) throws FormatException {
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

  private static <T> TreeMap<String, T> object(
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

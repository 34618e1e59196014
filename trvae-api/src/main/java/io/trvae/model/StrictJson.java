package io.trvae.model;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads JSON as RFC 8259 has it and nothing else: no name twice in an object, no number where a
 * string belongs, nothing after the value. The caller asks for what must come next, so input cannot
 * nest deeper than the caller's own calls.
 */
final class StrictJson {

  private static final Pattern INTEGER = Pattern.compile("0|-?[1-9][0-9]{0,17}");

  private final String document;
  private final JsonReader reader;

  /**
   * Starts at the beginning of a document.
   *
   * @param document what messages call it
   * @param text the document
   */
  StrictJson(String document, String text) {
    this.document = document;
    reader = new JsonReader(new StringReader(text));
    reader.setStrictness(Strictness.STRICT);
  }

  /** Reads one value. */
  interface Value<T> {
    T read(StrictJson json) throws FormatException;
  }

  /** Reads the value of one member of an object. */
  interface Member {
    void read(String name) throws FormatException;
  }

  /** Checks that the document ends here. */
  void end() throws FormatException {
    expect(JsonToken.END_DOCUMENT);
  }

  void object(Member member) throws FormatException {
    expect(JsonToken.BEGIN_OBJECT);
    take(reader::beginObject);
    Set<String> names = new HashSet<>();
    while (peek() == JsonToken.NAME) {
      String name = unicode(take(reader::nextName));
      if (!names.add(name)) {
        throw fault("has this name twice");
      }
      member.read(name);
    }
    take(reader::endObject);
  }

  <T> Map<String, T> map(Value<T> value) throws FormatException {
    Map<String, T> map = new LinkedHashMap<>();
    object(name -> map.put(name, value.read(this)));
    return map;
  }

  <T> List<T> list(Value<T> value) throws FormatException {
    expect(JsonToken.BEGIN_ARRAY);
    take(reader::beginArray);
    List<T> list = new ArrayList<>();
    while (peek() != JsonToken.END_ARRAY) {
      list.add(value.read(this));
    }
    take(reader::endArray);
    return list;
  }

  String string() throws FormatException {
    expect(JsonToken.STRING);
    return unicode(take(reader::nextString));
  }

  long integer() throws FormatException {
    String text = number();
    if (!INTEGER.matcher(text).matches()) {
      throw fault("is not an integer of up to 18 digits");
    }
    return Long.parseLong(text);
  }

  double decimal() throws FormatException {
    double value = Double.parseDouble(number());
    if (Double.isInfinite(value)) {
      throw fault("is out of the range of a double");
    }
    return value;
  }

  private String number() throws FormatException {
    expect(JsonToken.NUMBER);
    return take(reader::nextString);
  }

  /** An escape such as {@code \ud800} can put half a character into a string. */
  private String unicode(String text) throws FormatException {
    if (text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= 0xdfff)) {
      throw fault("has half a surrogate pair");
    }
    return text;
  }

  private void expect(JsonToken expected) throws FormatException {
    JsonToken actual = peek();
    if (actual != expected) {
      throw fault("should be " + name(expected) + " and is " + name(actual));
    }
  }

  private static String name(JsonToken token) {
    return token.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private JsonToken peek() throws FormatException {
    return take(reader::peek);
  }

  private FormatException fault(String what) {
    return new FormatException(document + " at " + reader.getPath() + " " + what);
  }

  private interface Step<T> {
    T take() throws IOException;
  }

  private interface Move {
    void make() throws IOException;
  }

  private void take(Move move) throws FormatException {
    take(
        () -> {
          move.make();
          return true;
        });
  }

  private <T> T take(Step<T> step) throws FormatException {
    try {
      return step.take();
    } catch (IOException | IllegalStateException e) {
      // The reader's own message recommends to switch strictness off; it stays in the cause.
      throw new FormatException(document + " is not valid JSON after " + reader.getPath(), e);
    }
  }
}

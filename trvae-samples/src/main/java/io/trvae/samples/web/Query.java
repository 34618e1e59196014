package io.trvae.samples.web;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;

/** The parameters of a request's address. Whatever is wrong with them is a {@link Refusal}. */
final class Query {

  private final Fields fields;
  private final Set<String> known = new TreeSet<>();

  Query(Request request) {
    try {
      fields = Request.extractQueryParameters(request);
    } catch (IllegalArgumentException invalid) {
      throw new Refusal(400, "The address has a badly encoded query");
    }
  }

  /** Reads a parameter that may be given any number of times. */
  <T> List<T> all(String name, Function<String, T> parser) {
    known.add(name);
    return fields.getValuesOrEmpty(name).stream().map(text -> parse(name, text, parser)).toList();
  }

  /** Reads a parameter that may be given once. */
  <T> Optional<T> one(String name, Function<String, T> parser) {
    List<T> values = all(name, parser);
    if (values.size() > 1) {
      throw new Refusal(400, "'" + name + "' is given " + values.size() + " times");
    }
    return values.stream().findFirst();
  }

  /** Reads a parameter that has to be given. */
  <T> T required(String name, Function<String, T> parser) {
    return one(name, parser).orElseThrow(() -> new Refusal(400, "'" + name + "' is missing"));
  }

  /** Refuses parameters that nobody has asked for: they are misspelt. */
  void refuseOthers() {
    for (String name : fields.getNames()) {
      if (!known.contains(name)) {
        throw new Refusal(400, "There is no parameter '" + name + "'; there are " + known);
      }
    }
  }

  private static <T> T parse(String name, String text, Function<String, T> parser) {
    try {
      return parser.apply(text);
    } catch (NumberFormatException noNumber) {
      throw new Refusal(400, "'" + name + "': '" + text + "' is not such a number");
    } catch (IllegalArgumentException invalid) {
      throw new Refusal(400, "'" + name + "': " + invalid.getMessage());
    }
  }
}

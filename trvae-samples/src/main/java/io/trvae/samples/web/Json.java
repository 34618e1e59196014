package io.trvae.samples.web;

import com.google.gson.Gson;
import java.nio.charset.StandardCharsets;

/** Answers as JSON; characters that mean something in HTML are escaped, null is left out. */
final class Json {

  private static final Gson GSON = new Gson();

  private Json() {}

  static byte[] bytes(Object value) {
    return GSON.toJson(value).getBytes(StandardCharsets.UTF_8);
  }
}

package io.trvae.samples.keras;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

/**
 * A layer as Keras describes it.
 *
 * @param kind the name of its class in Keras
 * @param path the group that its weights are in
 * @param config its options
 */
record KerasLayer(String kind, String path, JsonObject config) {

  /** Reads one of the layers that a model lists. */
  static KerasLayer of(JsonObject layer, String model) {
    JsonObject config = layer.getAsJsonObject("config");
    return new KerasLayer(
        layer.get("class_name").getAsString(),
        KerasFile.WEIGHTS + "/" + model + "/" + config.get("name").getAsString(),
        config);
  }

  String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /**
   * Returns an option.
   *
   * @param names what it is called, in one version of Keras or another
   */
  JsonElement option(String... names) {
    for (String name : names) {
      JsonElement option = config.get(name);
      if (option != null) {
        return option;
      }
    }
    throw new KerasFormatException(path, "lacks the option '" + names[0] + "'");
  }

  String text(String name) {
    return option(name).getAsString();
  }

  /** Returns an option of height and width that are the same. */
  int side(String name) {
    JsonArray sides = option(name).getAsJsonArray();
    if (sides.size() != 2 || !sides.get(0).equals(sides.get(1))) {
      throw new KerasFormatException(path, "has " + name + " " + sides + ", not two equal numbers");
    }
    return sides.get(0).getAsInt();
  }

  /** Checks an option of height and width. */
  void expect(String name, int side) {
    if (side(name) != side) {
      throw new KerasFormatException(path, "has " + name + " " + side(name) + ", not " + side);
    }
  }
}

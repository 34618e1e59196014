package io.trvae.samples.keras;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.lang.reflect.Array;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.zip.CRC32;

/** Files as Keras writes them, with weights by the formula of {@code golden.py}. */
public final class KerasModels {

  private KerasModels() {}

  /** Reads what {@code golden.py} wrote of a file: everything but the weights' values. */
  public static JsonObject layout(String name) throws IOException {
    try (Reader reader =
        new InputStreamReader(
            Objects.requireNonNull(KerasModels.class.getResourceAsStream(name + ".json"), name),
            StandardCharsets.UTF_8)) {
      return JsonParser.parseReader(reader).getAsJsonObject();
    }
  }

  /** Writes a file. */
  public static void write(JsonObject layout, Path path) {
    try (WritableHdfFile file = HdfFile.write(path)) {
      layout
          .getAsJsonObject("attributes")
          .asMap()
          .forEach((name, value) -> file.putAttribute(name, value.getAsString()));
      file.putAttribute("model_config", layout.get("model_config").toString());
      WritableGroup root = file.putGroup("model_weights");
      layout
          .getAsJsonObject("weights")
          .asMap()
          .forEach((model, weights) -> putAll(root.putGroup(model), weights.getAsJsonObject()));
    }
  }

  private static void putAll(WritableGroup model, JsonObject weights) {
    Map<String, WritableGroup> layers = new HashMap<>();
    weights
        .asMap()
        .forEach(
            (name, axes) -> {
              String[] parts = name.split("/", 2);
              int[] shape =
                  axes.getAsJsonArray().asList().stream().mapToInt(JsonElement::getAsInt).toArray();
              layers
                  .computeIfAbsent(parts[0], model::putGroup)
                  .putDataset(parts[1], nested(weights(name, shape), 0, shape));
            });
  }

  /** Returns a part of row-major values as the array of arrays that HDF5 is written from. */
  private static Object nested(float[] values, int from, int... shape) {
    if (shape.length == 1) {
      return Arrays.copyOfRange(values, from, from + shape[0]);
    }
    Object array = Array.newInstance(float.class, shape);
    int[] inner = Arrays.copyOfRange(shape, 1, shape.length);
    int size = Arrays.stream(inner).reduce(1, Math::multiplyExact);
    for (int i = 0; i < shape[0]; i++) {
      Array.set(array, i, nested(values, from + i * size, inner));
    }
    return array;
  }

  private static float[] weights(String name, int[] shape) {
    float[] values = values(name, Arrays.stream(shape).reduce(1, Math::multiplyExact));
    String kind = name.substring(name.indexOf('/') + 1).replace(":0", "");
    float scale =
        switch (kind) {
          case "kernel" -> (float) Math.sqrt(5.0 * shape[shape.length - 1] / values.length);
          case "gamma", "moving_variance" -> 0.5f;
          default -> 0.1f;
        };
    float shift = scale == 0.5f ? 1 : 0;
    for (int i = 0; i < values.length; i++) {
      values[i] = shift + values[i] * scale;
    }
    return values;
  }

  /** Returns values that are uniform in [-1, 1). */
  static float[] values(String name, int size) {
    CRC32 crc = new CRC32();
    crc.update(name.getBytes(StandardCharsets.UTF_8));
    int counter = (int) crc.getValue();
    float[] values = new float[size];
    for (int i = 0; i < size; i++, counter += 0x9E3779B9) {
      int bits = counter ^ counter >>> 16;
      bits *= 0x85EBCA6B;
      bits ^= bits >>> 13;
      bits *= 0xC2B2AE35;
      bits ^= bits >>> 16;
      values[i] = (bits >>> 8) * 0x1p-23f - 1;
    }
    return values;
  }
}

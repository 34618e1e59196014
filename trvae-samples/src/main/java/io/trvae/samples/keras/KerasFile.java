package io.trvae.samples.keras;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.jhdf.api.dataset.ChunkedDataset;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * An HDF5 file that {@code Model.save} of Keras 2 or 3 has written: the models within the model,
 * layer by layer, and their weights.
 *
 * <p>The file may come from anywhere. It is read into memory whole, for there jHDF takes parts of
 * what was read; from a file it would take memory for whatever length the file claims.
 */
final class KerasFile {

  /** The group that has a group for each model. */
  static final String WEIGHTS = "model_weights";

  /** The largest file that is read: 1 GiB, the most that a model file of ours may hold. */
  private static final int MAX_BYTES = 1 << 30;

  private final HdfFile file;
  private final int bytes;
  private final JsonArray models;

  /** By path; who reads one takes it out. */
  private final Map<String, Dataset> datasets = new TreeMap<>();

  private KerasFile(byte[] content) {
    file = HdfFile.fromBytes(content);
    bytes = content.length;
    models =
        JsonParser.parseString(attribute("model_config"))
            .getAsJsonObject()
            .getAsJsonObject("config")
            .getAsJsonArray("layers");
    if (!(file.getChild(WEIGHTS) instanceof Group weights)) {
      throw new KerasFormatException("The group '" + WEIGHTS + "'", "is missing");
    }
    collect(weights, WEIGHTS, new HashSet<>());
  }

  /** Reads a file and the models' descriptions, but does not look at the weights yet. */
  static KerasFile read(Path path) throws IOException {
    byte[] content;
    try (InputStream in = Files.newInputStream(path)) {
      content = in.readNBytes(MAX_BYTES + 1);
    }
    if (content.length > MAX_BYTES) {
      throw new KerasFormatException("The file", "has more than " + MAX_BYTES + " bytes");
    }
    return new KerasFile(content);
  }

  /** Groups may link to each other in circles, or so that there are more paths than atoms. */
  private void collect(Group group, String path, Set<Long> seen) {
    if (!seen.add(group.getAddress())) {
      throw new KerasFormatException(path, "is a group that has another path too");
    }
    for (Node node : group) {
      String nodePath = path + "/" + node.getName();
      if (node instanceof Dataset dataset) {
        datasets.put(nodePath, dataset);
      } else if (node instanceof Group inner) {
        collect(inner, nodePath, seen);
      } else {
        throw new KerasFormatException(nodePath, "is neither a group nor a dataset");
      }
    }
  }

  /** Returns an attribute of the file. */
  String attribute(String name) {
    Attribute attribute = file.getAttribute(name);
    if (attribute == null
        || !attribute.isScalar()
        || !(attribute.getData() instanceof String text)) {
      throw new KerasFormatException("The text attribute '" + name + "'", "is missing");
    }
    return text;
  }

  /** Returns the layers of a model, in the order in which they compute. */
  List<KerasLayer> layers(String model) {
    List<KerasLayer> layers = new ArrayList<>();
    for (JsonElement layer : model(model).getAsJsonArray("layers")) {
      layers.add(KerasLayer.of(layer.getAsJsonObject(), model));
    }
    return layers;
  }

  /** Returns the names of the layers that a model's outputs come from. */
  List<String> outputs(String model) {
    List<String> names = new ArrayList<>();
    for (JsonElement output : model(model).getAsJsonArray("output_layers")) {
      names.add(output.getAsJsonArray().get(0).getAsString());
    }
    return names;
  }

  private JsonObject model(String name) {
    for (JsonElement element : models) {
      JsonObject config = element.getAsJsonObject().getAsJsonObject("config");
      if (config.has("layers") && config.get("name").getAsString().equals(name)) {
        return config;
      }
    }
    throw new KerasFormatException("The model '" + name + "'", "is missing in 'model_config'");
  }

  /** Returns the shape of a layer's weight. */
  int[] shape(KerasLayer layer, String weight, int axes) {
    String path = path(layer, weight);
    Dataset dataset = dataset(path);
    int[] shape = dataset.getDimensions();
    if (shape.length != axes) {
      throw new KerasFormatException(path, "has " + shape.length + " axes, not " + axes);
    }
    return shape;
  }

  /**
   * Reads a layer's weight.
   *
   * @param size how many values it must have
   * @return its values, the last axis innermost
   */
  float[] read(KerasLayer layer, String weight, int size) {
    String path = path(layer, weight);
    Dataset dataset = dataset(path);
    checkClaims(path, dataset, size);
    if (!(dataset.getDataFlat() instanceof float[] values) || values.length != size) {
      throw new KerasFormatException(path, "has other values than it says");
    }
    datasets.remove(path);
    return values;
  }

  /** Checks what decides how much memory the values take. */
  private void checkClaims(String path, Dataset dataset, int size) {
    if (dataset.getJavaType() != float.class) {
      throw new KerasFormatException(path, "is of type " + dataset.getJavaType() + ", not float");
    }
    if (dataset.getSize() != size) {
      throw new KerasFormatException(path, "has " + dataset.getSize() + " values, not " + size);
    }
    if ((long) size * Float.BYTES > bytes) {
      throw new KerasFormatException(path, "has more values than the file has room for");
    }
    if (dataset instanceof ChunkedDataset) {
      throw new KerasFormatException(path, "is stored in chunks, as Keras stores none");
    }
  }

  private Dataset dataset(String path) {
    Dataset dataset = datasets.get(path);
    if (dataset == null) {
      throw new KerasFormatException(path, "is missing");
    }
    return dataset;
  }

  /** Keras 2 numbers the tensors that a weight has, Keras 3 does not. */
  private String path(KerasLayer layer, String weight) {
    String path = layer.path() + "/" + weight;
    return datasets.containsKey(path) ? path : path + ":0";
  }

  /** Returns the datasets that have not been read. */
  List<String> unread() {
    return List.copyOf(datasets.keySet());
  }
}

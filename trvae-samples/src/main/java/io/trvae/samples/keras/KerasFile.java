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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An HDF5 file that {@code Model.save} of Keras 2 or 3 has written: the models within the model,
 * layer by layer, and their weights.
 */
final class KerasFile implements AutoCloseable {

  /** The group that has a group for each model. */
  static final String WEIGHTS = "model_weights";

  private final HdfFile file;
  private final JsonArray models;

  /** By path; who reads one takes it out. */
  private final Map<String, Dataset> datasets = new TreeMap<>();

  private KerasFile(HdfFile file) {
    this.file = file;
    models =
        JsonParser.parseString(attribute("model_config"))
            .getAsJsonObject()
            .getAsJsonObject("config")
            .getAsJsonArray("layers");
    if (!(file.getChild(WEIGHTS) instanceof Group weights)) {
      throw new KerasFormatException("The group '" + WEIGHTS + "'", "is missing");
    }
    collect(weights, WEIGHTS);
  }

  /** Opens a file and reads the models' descriptions, but no weights yet. */
  static KerasFile open(Path path) {
    HdfFile file = new HdfFile(path);
    try {
      return new KerasFile(file);
    } catch (RuntimeException unexpected) {
      file.close();
      throw unexpected;
    }
  }

  private void collect(Group group, String path) {
    for (Node node : group) {
      String nodePath = path + "/" + node.getName();
      if (node instanceof Dataset dataset) {
        datasets.put(nodePath, dataset);
      } else if (node instanceof Group inner) {
        collect(inner, nodePath);
      } else {
        throw new KerasFormatException(nodePath, "is neither a group nor a dataset");
      }
    }
  }

  /** Returns an attribute of the file. */
  String attribute(String name) {
    Attribute attribute = file.getAttribute(name);
    if (attribute == null || !(attribute.getData() instanceof String text)) {
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
    if (!(dataset.getDataFlat() instanceof float[] values)) {
      throw new KerasFormatException(path, "is of type " + dataset.getJavaType() + ", not float");
    }
    if (values.length != size) {
      throw new KerasFormatException(path, "has " + values.length + " values, not " + size);
    }
    datasets.remove(path);
    return values;
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

  @Override
  public void close() {
    file.close();
  }
}

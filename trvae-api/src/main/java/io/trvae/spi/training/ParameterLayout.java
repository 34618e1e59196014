package io.trvae.spi.training;

import io.trvae.model.Tensor;
import io.trvae.network.Parameter;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the arrays of a network are in one vector. The trained ones come first; running statistics,
 * which have no gradient, follow.
 *
 * <p>Immutable.
 *
 * @since 0.1.0
 */
public final class ParameterLayout {

  /** In floats: arrays begin at multiples of a cache line. */
  private static final int ALIGNMENT = 16;

  private final Map<String, Slot> slots = new LinkedHashMap<>();
  private final int trainedSize;
  private final int size;

  /**
   * Lays arrays out.
   *
   * @param parameters the arrays, each with a name of its own
   */
  public ParameterLayout(List<Parameter> parameters) {
    trainedSize = allot(parameters, true, 0);
    size = allot(parameters, false, trainedSize);
  }

  private int allot(List<Parameter> parameters, boolean trained, int start) {
    int offset = start;
    for (Parameter parameter : parameters) {
      if (parameter.role().isTrained() == trained) {
        slots.put(parameter.name(), new Slot(parameter, offset));
        offset += (parameter.size() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
      }
    }
    return offset;
  }

  private record Slot(Parameter parameter, int offset) {}

  /**
   * Returns the length of the vector.
   *
   * @return in floats
   */
  public int size() {
    return size;
  }

  /**
   * Returns the length of the trained arrays' part, which is that of a vector of gradients.
   *
   * @return in floats
   */
  public int trainedSize() {
    return trainedSize;
  }

  /**
   * Returns the arrays.
   *
   * @return in the order of the vector
   */
  public List<Parameter> all() {
    return slots.values().stream().map(Slot::parameter).toList();
  }

  /**
   * Tells where an array begins.
   *
   * @param name the array's
   * @return in floats
   * @throws IllegalArgumentException if there is no such array
   */
  public int offset(String name) {
    return slot(name).offset();
  }

  /**
   * Tells how long an array is.
   *
   * @param name the array's
   * @return in floats
   * @throws IllegalArgumentException if there is no such array
   */
  public int length(String name) {
    return slot(name).parameter().size();
  }

  /**
   * Views an array in a vector, or its gradient in a vector of gradients.
   *
   * @param vector the vector
   * @param name the array's
   * @return changes to it change the vector
   * @throws IllegalArgumentException if there is no such array
   */
  public FloatBuffer slice(FloatBuffer vector, String name) {
    Slot slot = slot(name);
    return vector.slice(slot.offset(), slot.parameter().size());
  }

  /**
   * Views an array in a vector, or its gradient in a vector of gradients.
   *
   * @param vector the vector
   * @param name the array's
   * @return changes to it change the vector
   * @throws IllegalArgumentException if there is no such array
   */
  public FloatBuffer slice(float[] vector, String name) {
    return slice(FloatBuffer.wrap(vector), name);
  }

  private Slot slot(String name) {
    Slot slot = slots.get(name);
    if (slot == null) {
      throw new IllegalArgumentException("No parameter is named '" + name + "'");
    }
    return slot;
  }

  /**
   * Copies all arrays of a vector.
   *
   * @param vector the vector
   * @return the arrays by name
   */
  public Map<String, Tensor> toTensors(float[] vector) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Parameter parameter : all()) {
      float[] copy = new float[parameter.size()];
      slice(vector, parameter.name()).get(copy);
      tensors.put(parameter.name(), Tensor.of(parameter.shape(), copy));
    }
    return tensors;
  }
}

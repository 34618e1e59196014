package io.trvae.dl4j.internal.training;

import io.trvae.dl4j.internal.onednn.NativeTensor;
import io.trvae.dl4j.internal.onednn.OneDnn;
import io.trvae.model.Tensor;
import io.trvae.network.Parameter;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * All arrays of a network in one vector, and the gradients of the trained ones in another, so that
 * an optimiser sees two vectors and oneDNN sees named arrays in the same memory.
 *
 * <p>The trained arrays come first; running statistics, which have no gradient, follow.
 */
final class Parameters implements AutoCloseable {

  /** In floats: arrays begin at multiples of a cache line. */
  private static final int ALIGNMENT = 16;

  private final Map<String, Slot> slots = new LinkedHashMap<>();
  private final INDArray values;
  private final INDArray gradients;

  Parameters(List<Parameter> parameters) {
    int trainedSize = allot(parameters, true, 0);
    int size = allot(parameters, false, trainedSize);
    values = Nd4j.zeros(DataType.FLOAT, size);
    gradients = Nd4j.zeros(DataType.FLOAT, trainedSize);
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

  /** Returns the trained arrays as one vector; changes to it change the network. */
  INDArray trainedVector() {
    return values.get(NDArrayIndex.interval(0, gradients.length()));
  }

  /** Returns the gradients as one vector, element by element those of {@link #trainedVector()}. */
  INDArray gradientVector() {
    return gradients;
  }

  /** Views an array's values for oneDNN, with axes of the caller's choice. */
  NativeTensor value(OneDnn oneDnn, String name, long... dims) {
    return view(oneDnn, values, slot(name), dims);
  }

  /** Views an array's gradient for oneDNN, with axes of the caller's choice. */
  NativeTensor gradient(OneDnn oneDnn, String name, long... dims) {
    return view(oneDnn, gradients, slot(name), dims);
  }

  private static NativeTensor view(OneDnn oneDnn, INDArray vector, Slot slot, long... dims) {
    FloatPointer start = (FloatPointer) vector.data().pointer();
    return oneDnn.view(oneDnn.plain(dims), start.getPointer(slot.offset()));
  }

  /** Views an array's values; changes to them change the network. */
  FloatBuffer values(String name) {
    return slice(values, slot(name));
  }

  /** Views an array's gradient. */
  FloatBuffer gradients(String name) {
    return slice(gradients, slot(name));
  }

  /** Views an array's part of a vector that is like {@link #gradientVector()}. */
  FloatBuffer slice(INDArray vector, String name) {
    return slice(vector, slot(name));
  }

  private static FloatBuffer slice(INDArray vector, Slot slot) {
    FloatBuffer all = ((FloatPointer) vector.data().pointer()).asBuffer();
    return all.slice(slot.offset(), slot.parameter().size());
  }

  private Slot slot(String name) {
    Slot slot = slots.get(name);
    if (slot == null) {
      throw new IllegalArgumentException("No parameter is named '" + name + "'");
    }
    return slot;
  }

  /** Returns a copy of all arrays, in the order of the vector. */
  float[] toArray() {
    return values.toFloatVector();
  }

  /** Returns a copy of all arrays, by name. */
  Map<String, Tensor> toTensors() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Parameter parameter : all()) {
      float[] copy = new float[parameter.size()];
      values(parameter.name()).get(copy);
      tensors.put(parameter.name(), Tensor.of(parameter.shape(), copy));
    }
    return tensors;
  }

  /** Moves all arrays towards those of another network: a moving average with a decay per call. */
  void follow(Parameters other, double decay) {
    // In this form, what is equal already stays so to the last bit.
    try (INDArray change = other.values.sub(values)) {
      values.addi(change.muli(1 - decay));
    }
  }

  /** Sets all arrays. */
  void fill(float[] vector) {
    ((FloatPointer) values.data().pointer()).asBuffer().put(vector);
  }

  /** Returns the parameters in the order of the vectors. */
  List<Parameter> all() {
    return slots.values().stream().map(Slot::parameter).toList();
  }

  /** Frees the memory; views of it must not be used any more. */
  @Override
  public void close() {
    gradients.close();
    values.close();
  }
}

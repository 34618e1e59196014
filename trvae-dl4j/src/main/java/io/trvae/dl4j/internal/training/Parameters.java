package io.trvae.dl4j.internal.training;

import io.trvae.dl4j.internal.onednn.NativeTensor;
import io.trvae.dl4j.internal.onednn.OneDnn;
import io.trvae.model.Tensor;
import io.trvae.spi.training.ParameterLayout;
import io.trvae.spi.training.TrainingParameters;
import java.nio.FloatBuffer;
import java.util.Map;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * All arrays of a network in one vector, and the gradients of the trained ones in another, so that
 * an optimiser sees two vectors and oneDNN sees named arrays in the same memory.
 */
public final class Parameters implements TrainingParameters {

  private final ParameterLayout layout;
  private final INDArray values;
  private final INDArray gradients;

  Parameters(ParameterLayout layout) {
    this.layout = layout;
    values = Nd4j.zeros(DataType.FLOAT, layout.size());
    gradients = Nd4j.zeros(DataType.FLOAT, layout.trainedSize());
  }

  @Override
  public ParameterLayout layout() {
    return layout;
  }

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
    return view(oneDnn, values, layout.offset(name), dims);
  }

  /** Views an array's gradient for oneDNN, with axes of the caller's choice. */
  NativeTensor gradient(OneDnn oneDnn, String name, long... dims) {
    return view(oneDnn, gradients, layout.offset(name), dims);
  }

  private static NativeTensor view(OneDnn oneDnn, INDArray vector, int offset, long... dims) {
    FloatPointer start = (FloatPointer) vector.data().pointer();
    return oneDnn.view(oneDnn.plain(dims), start.getPointer(offset));
  }

  /** Views an array's values; changes to them change the network. */
  FloatBuffer values(String name) {
    return layout.slice(floats(values), name);
  }

  /** Views an array's gradient. */
  FloatBuffer gradient(String name) {
    return layout.slice(floats(gradients), name);
  }

  private static FloatBuffer floats(INDArray vector) {
    return ((FloatPointer) vector.data().pointer()).asBuffer();
  }

  @Override
  public float[] toArray() {
    return values.toFloatVector();
  }

  @Override
  public float[] gradients() {
    return gradients.toFloatVector();
  }

  /** Returns a copy of all arrays, by name. */
  Map<String, Tensor> toTensors() {
    return layout.toTensors(toArray());
  }

  /** Moves all arrays towards those of another network: a moving average with a decay per call. */
  void follow(Parameters other, double decay) {
    // In this form, what is equal already stays so to the last bit.
    try (INDArray change = other.values.sub(values)) {
      values.addi(change.muli(1 - decay));
    }
  }

  @Override
  public void fill(float[] vector) {
    floats(values).put(vector);
  }

  /** Frees the memory; views of it must not be used any more. */
  @Override
  public void close() {
    gradients.close();
    values.close();
  }
}

package io.trvae.dl4j.internal.samediff;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.autodiff.samediff.internal.memory.AbstractMemoryMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.LongShapeDescriptor;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Gives every operation an array of its own and frees all of them when the call is over.
 *
 * <p>SameDiff's default manager hands arrays on to later operations and calls. In ND4J 1.0.0-M2.1
 * that changes the results of some operations from call to call, {@code nn.linear} among them.
 */
final class CallMemory extends AbstractMemoryMgr {

  private final List<INDArray> arrays = new ArrayList<>();

  @Override
  public INDArray allocate(boolean detached, DataType dataType, long... shape) {
    return keep(Nd4j.createUninitializedDetached(dataType, 'c', shape));
  }

  @Override
  public INDArray allocate(boolean detached, LongShapeDescriptor descriptor) {
    return keep(
        Nd4j.createUninitializedDetached(
            descriptor.dataType(), descriptor.getOrder(), descriptor.getShape()));
  }

  /** Registers an array that the call made itself. */
  INDArray keep(INDArray array) {
    arrays.add(array);
    return array;
  }

  /** Does nothing: what an operation released may still be an output. */
  @Override
  public void release(INDArray array) {}

  /** Frees every array of the call. */
  @Override
  public void close() {
    arrays.forEach(INDArray::close);
    arrays.clear();
  }
}

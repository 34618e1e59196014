package io.trvae.dl4j.internal.samediff;

import io.trvae.model.TransferModel;
import io.trvae.network.Layer;
import io.trvae.network.Shape;
import io.trvae.spi.inference.FoldedLayer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The constants that all graphs of a model share, made when the first graph asks for them.
 *
 * <p>Thread-safe. Whoever creates it closes it after the last graph.
 */
final class Weights implements AutoCloseable {

  private final TransferModel model;
  private final Map<String, INDArray> arrays = new ConcurrentHashMap<>();

  Weights(TransferModel model) {
    this.model = model;
  }

  /** Returns a convolution's kernel as {@code [height, width, in, out]}. */
  INDArray kernel(Layer.Conv2d conv, FoldedLayer folded) {
    return share(
        conv.name() + ".weight",
        () ->
            reordered(
                create(
                    folded.weight(model::tensor),
                    conv.out(),
                    conv.in(),
                    conv.kernel(),
                    conv.kernel()),
                2,
                3,
                1,
                0));
  }

  /** Returns a dense layer's matrix as {@code [in, out]}. */
  INDArray matrix(Layer.Dense dense, FoldedLayer folded) {
    return share(
        dense.name() + ".weight",
        () -> reordered(create(folded.weight(model::tensor), dense.out(), dense.in()), 1, 0));
  }

  /** Returns the bias of a convolution or dense layer in the axes asked for. */
  INDArray bias(String name, FoldedLayer folded, long... axes) {
    return share(name + ".bias", () -> create(folded.bias(model::tensor), axes));
  }

  /** Returns a batch normalisation's factors in the axes asked for. */
  INDArray scale(Layer.BatchNorm norm, FoldedLayer folded, long... axes) {
    return share(norm.name() + ".scale", () -> create(folded.weight(model::tensor), axes));
  }

  /** Returns the scales or shifts of all domains, {@code [domain, channel]}. */
  INDArray rows(Layer.LabelAffine affine, String name) {
    return share(
        name, () -> create(model.tensor(name).toFloats(), affine.domains(), affine.channels()));
  }

  /** Returns the zeros around an image, as {@code [axis, before or after]}. */
  INDArray padding(int before, int after) {
    return share(
        "padding." + before + "." + after,
        () -> Nd4j.createFromArray(new int[][] {{0, 0}, {0, 0}, {before, after}, {before, after}}));
  }

  /** Returns a plane of ones, {@code [1, 1, height, width]}. */
  INDArray ones(Shape shape) {
    return share(
        "ones." + shape.height() + "." + shape.width(),
        () -> Nd4j.ones(DataType.FLOAT, 1, 1, shape.height(), shape.width()));
  }

  private INDArray share(String name, Supplier<INDArray> array) {
    // Outside of any workspace that the calling thread has open: these arrays outlive it.
    try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      return arrays.computeIfAbsent(name, unused -> array.get());
    }
  }

  private static INDArray create(float[] values, long... axes) {
    return Nd4j.create(values, axes, DataType.FLOAT);
  }

  private static INDArray reordered(INDArray array, int... axes) {
    INDArray reordered = array.permute(axes).dup('c');
    array.close();
    return reordered;
  }

  @Override
  public void close() {
    arrays.values().forEach(INDArray::close);
    arrays.clear();
  }
}

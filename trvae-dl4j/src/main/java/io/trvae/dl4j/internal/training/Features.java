package io.trvae.dl4j.internal.training;

import io.trvae.dl4j.internal.onednn.Argument;
import io.trvae.dl4j.internal.onednn.NativeTensor;
import io.trvae.dl4j.internal.onednn.OneDnn;
import io.trvae.dl4j.internal.onednn.Step;
import io.trvae.network.Shape;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.jspecify.annotations.Nullable;

/** A batch of features on a tape, with the gradient of the loss by them. */
final class Features {

  private final OneDnn oneDnn;
  private final Shape shape;
  private final NativeTensor value;
  private final boolean needsGradient;
  private @Nullable NativeTensor gradient;

  /**
   * Allocates features.
   *
   * @param shape of one image
   * @param layout of the whole batch
   * @param needsGradient whether a trained parameter stands before these features
   */
  Features(OneDnn oneDnn, Shape shape, memory.desc layout, boolean needsGradient) {
    this(oneDnn, shape, oneDnn.allocate(layout), needsGradient);
  }

  private Features(OneDnn oneDnn, Shape shape, NativeTensor value, boolean needsGradient) {
    this.oneDnn = oneDnn;
    this.shape = shape;
    this.value = value;
    this.needsGradient = needsGradient;
  }

  /** Allocates features in row-major order. */
  static Features plain(OneDnn oneDnn, int batch, Shape shape, boolean needsGradient) {
    return new Features(oneDnn, shape, oneDnn.plain(dims(batch, shape)), needsGradient);
  }

  /** Returns the axes of a batch: two for vectors, four for images. */
  static long[] dims(int batch, Shape shape) {
    return shape.isFlat()
        ? new long[] {batch, shape.channels()}
        : new long[] {batch, shape.channels(), shape.height(), shape.width()};
  }

  Shape shape() {
    return shape;
  }

  NativeTensor value() {
    return value;
  }

  boolean needsGradient() {
    return needsGradient;
  }

  /** Returns the gradient, in the layout of the value; complete once all consumers have run. */
  NativeTensor gradient() {
    if (gradient == null) {
      throw new IllegalStateException("Nothing writes the gradient of features " + shape);
    }
    return gradient;
  }

  /**
   * Gives a consumer a place for its part of the gradient. The first to ask, which is the first to
   * run backward, overwrites the gradient itself; each later one adds to it.
   */
  Part addGradientPart() {
    if (gradient == null) {
      gradient = oneDnn.allocate(new memory.desc(value.description()));
      return new Part(gradient, null);
    }
    NativeTensor part = oneDnn.allocate(new memory.desc(value.description()));
    Step addition =
        oneDnn.step(
            new binary.primitive_desc(
                oneDnn.engine(),
                dnnl.algorithm.binary_add,
                gradient.description(),
                part.description(),
                gradient.description()),
            new Argument(dnnl.DNNL_ARG_SRC_0, gradient),
            new Argument(dnnl.DNNL_ARG_SRC_1, part),
            new Argument(dnnl.DNNL_ARG_DST, gradient));
    return new Part(part, addition);
  }

  /**
   * Where a consumer writes its part of a gradient.
   *
   * @param target to be overwritten
   * @param addition adds the part to the gradient; null where the part is the gradient
   */
  record Part(NativeTensor target, @Nullable Step addition) {

    /** Called when the target has been written. */
    void finish() {
      if (addition != null) {
        addition.run();
      }
    }
  }
}

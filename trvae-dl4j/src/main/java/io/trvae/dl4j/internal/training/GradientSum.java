package io.trvae.dl4j.internal.training;

import io.trvae.dl4j.internal.onednn.Argument;
import io.trvae.dl4j.internal.onednn.NativeTensor;
import io.trvae.dl4j.internal.onednn.OneDnn;
import io.trvae.dl4j.internal.onednn.Step;
import io.trvae.spi.training.GradientPart;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.jspecify.annotations.Nullable;

/**
 * The gradient by something that several operations use: each contributes a part.
 *
 * <p>The first to claim a part, which is the first to run backward, overwrites the sum; each later
 * one adds to it.
 */
final class GradientSum {

  private final OneDnn oneDnn;
  private final NativeTensor sum;
  private boolean claimed;

  GradientSum(OneDnn oneDnn, NativeTensor sum) {
    this.oneDnn = oneDnn;
    this.sum = sum;
  }

  /** Returns the sum; complete once all who claimed a part have run. */
  NativeTensor sum() {
    return sum;
  }

  boolean isClaimed() {
    return claimed;
  }

  /** Gives an operation the place for its part; to be called in the order of backward passes. */
  Part claim() {
    if (!claimed) {
      claimed = true;
      return new Part(sum, null);
    }
    NativeTensor part = oneDnn.allocate(new memory.desc(sum.description()));
    Step addition =
        oneDnn.step(
            new binary.primitive_desc(
                oneDnn.engine(),
                dnnl.algorithm.binary_add,
                sum.description(),
                part.description(),
                sum.description()),
            new Argument(dnnl.DNNL_ARG_SRC_0, sum),
            new Argument(dnnl.DNNL_ARG_SRC_1, part),
            new Argument(dnnl.DNNL_ARG_DST, sum));
    return new Part(part, addition);
  }

  /**
   * Where an operation writes its part.
   *
   * @param target to be overwritten
   * @param addition adds the part to the sum; null where the part is the sum
   */
  record Part(NativeTensor target, @Nullable Step addition) implements GradientPart {

    @Override
    public void put(float[] values) {
      target.floats().put(values);
      finish();
    }

    /** Called when the target has been written. */
    void finish() {
      if (addition != null) {
        addition.run();
      }
    }
  }
}

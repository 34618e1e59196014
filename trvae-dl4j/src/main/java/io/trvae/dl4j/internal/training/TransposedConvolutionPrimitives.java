package io.trvae.dl4j.internal.training;

import io.trvae.dl4j.internal.onednn.OneDnn;
import org.bytedeco.dnnl.deconvolution_backward_data;
import org.bytedeco.dnnl.deconvolution_backward_weights;
import org.bytedeco.dnnl.deconvolution_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_desc_base;

/** A transposed convolution in oneDNN; the weight is {@code [out, in, height, width]}. */
final class TransposedConvolutionPrimitives implements LinearOperation.Primitives {

  private static final int ALGORITHM = dnnl.algorithm.deconvolution_direct.value;

  private final OneDnn oneDnn;
  private final memory.desc source;
  private final memory.desc weight;
  private final memory.desc bias;
  private final memory.desc target;
  private final long[] strides;
  private final long[] padBefore;
  private final long[] padAfter;
  private final deconvolution_forward.primitive_desc forward;

  TransposedConvolutionPrimitives(
      OneDnn oneDnn,
      long[] source,
      long[] weight,
      long[] target,
      int stride,
      int before,
      int after) {
    this.oneDnn = oneDnn;
    this.source = oneDnn.any(source);
    this.weight = oneDnn.any(weight);
    this.bias = oneDnn.plain(weight[0]);
    this.target = oneDnn.any(target);
    strides = new long[] {stride, stride};
    padBefore = new long[] {before, before};
    padAfter = new long[] {after, after};
    forward =
        oneDnn.own(
            new deconvolution_forward.primitive_desc(
                oneDnn.engine(),
                dnnl.prop_kind.forward_training.value,
                ALGORITHM,
                this.source,
                this.weight,
                bias,
                this.target,
                strides,
                padBefore,
                padAfter));
  }

  @Override
  public primitive_desc_base forward() {
    return forward;
  }

  @Override
  public primitive_desc_base backwardData() {
    return new deconvolution_backward_data.primitive_desc(
        oneDnn.engine(), ALGORITHM, source, weight, target, strides, padBefore, padAfter, forward);
  }

  @Override
  public primitive_desc_base backwardWeights() {
    return new deconvolution_backward_weights.primitive_desc(
        oneDnn.engine(),
        ALGORITHM,
        source,
        weight,
        bias,
        target,
        strides,
        padBefore,
        padAfter,
        forward);
  }
}

package io.trvae.dl4j.internal.training;

import io.trvae.dl4j.internal.onednn.OneDnn;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.inner_product_backward_data;
import org.bytedeco.dnnl.inner_product_backward_weights;
import org.bytedeco.dnnl.inner_product_forward;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_desc_base;

/** A dense layer in oneDNN. */
final class DensePrimitives implements LinearOperation.Primitives {

  private final OneDnn oneDnn;
  private final memory.desc source;
  private final memory.desc weight;
  private final memory.desc bias;
  private final memory.desc target;
  private final inner_product_forward.primitive_desc forward;

  DensePrimitives(OneDnn oneDnn, int batch, int in, int out) {
    this.oneDnn = oneDnn;
    source = oneDnn.plain(batch, in);
    weight = oneDnn.any(out, in);
    bias = oneDnn.plain(out);
    // Vectors are read and written in Java too, so they keep row-major order.
    target = oneDnn.plain(batch, out);
    forward =
        oneDnn.own(
            new inner_product_forward.primitive_desc(
                oneDnn.engine(),
                dnnl.prop_kind.forward_training.value,
                source,
                weight,
                bias,
                target));
  }

  @Override
  public primitive_desc_base forward() {
    return forward;
  }

  @Override
  public primitive_desc_base backwardData() {
    return new inner_product_backward_data.primitive_desc(
        oneDnn.engine(), source, weight, target, forward);
  }

  @Override
  public primitive_desc_base backwardWeights() {
    return new inner_product_backward_weights.primitive_desc(
        oneDnn.engine(), source, weight, bias, target, forward);
  }
}

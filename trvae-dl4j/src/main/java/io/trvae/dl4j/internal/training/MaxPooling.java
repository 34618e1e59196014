package io.trvae.dl4j.internal.training;

import io.trvae.dl4j.internal.onednn.Argument;
import io.trvae.dl4j.internal.onednn.NativeTensor;
import io.trvae.dl4j.internal.onednn.OneDnn;
import io.trvae.dl4j.internal.onednn.Step;
import io.trvae.network.Layer;
import io.trvae.network.Shape;
import io.trvae.spi.training.Operation;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.pooling_backward;
import org.bytedeco.dnnl.pooling_forward;
import org.jspecify.annotations.Nullable;

/** {@link Layer.MaxPool2x2}. */
final class MaxPooling implements Operation {

  private static final long[] TWO = {2, 2};
  private static final long[] NONE = {0, 0};

  private final OneDnn oneDnn;
  private final Features input;
  private final Features output;
  private final memory.desc target;
  private final NativeTensor workspace;
  private final pooling_forward.primitive_desc description;
  private final Step forward;
  private @Nullable Step backward;
  private GradientSum.@Nullable Part inputPart;

  MaxPooling(OneDnn oneDnn, Features input) {
    this.oneDnn = oneDnn;
    this.input = input;
    Shape shape = new Layer.MaxPool2x2().outputShape(input.shape(), 0);
    target = oneDnn.any(input.batch(), shape.channels(), shape.height(), shape.width());
    description =
        oneDnn.own(
            new pooling_forward.primitive_desc(
                oneDnn.engine(),
                dnnl.prop_kind.forward_training,
                dnnl.algorithm.pooling_max,
                input.value().description(),
                target,
                TWO,
                TWO,
                NONE,
                NONE,
                NONE));
    output =
        new Features(oneDnn, input.batch(), shape, description.dst_desc(), input.needsGradient());
    workspace = oneDnn.allocate(description.workspace_desc());
    forward =
        oneDnn.step(
            description,
            new Argument(dnnl.DNNL_ARG_SRC, input.value()),
            new Argument(dnnl.DNNL_ARG_DST, output.value()),
            new Argument(dnnl.DNNL_ARG_WORKSPACE, workspace));
  }

  Features output() {
    return output;
  }

  @Override
  public void forward(Mode mode) {
    forward.run();
  }

  @Override
  public void prepareBackward() {
    if (!input.needsGradient()) {
      return;
    }
    inputPart = input.claimGradientPart();
    backward =
        oneDnn.step(
            new pooling_backward.primitive_desc(
                oneDnn.engine(),
                dnnl.algorithm.pooling_max,
                inputPart.target().description(),
                output.gradient().description(),
                TWO,
                TWO,
                NONE,
                NONE,
                NONE,
                description),
            new Argument(dnnl.DNNL_ARG_DIFF_DST, output.gradient()),
            new Argument(dnnl.DNNL_ARG_DIFF_SRC, inputPart.target()),
            new Argument(dnnl.DNNL_ARG_WORKSPACE, workspace));
  }

  @Override
  public void backward(Target target) {
    if (backward != null && inputPart != null) {
      backward.run();
      inputPart.finish();
    }
  }
}

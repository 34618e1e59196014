package io.trvae.dl4j.internal.training;

import io.trvae.dl4j.internal.onednn.Argument;
import io.trvae.dl4j.internal.onednn.NativeTensor;
import io.trvae.dl4j.internal.onednn.OneDnn;
import io.trvae.dl4j.internal.onednn.Step;
import org.bytedeco.dnnl.eltwise_backward;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.jspecify.annotations.Nullable;

/**
 * A function of each element. Activations work in place: their derivative can be had from the
 * result, so nothing needs the argument any more, and the gradient changes in place too.
 */
final class Elementwise implements Operation {

  private final OneDnn oneDnn;
  private final Features input;
  private final Features output;
  private final dnnl.algorithm algorithm;
  private final float alpha;
  private final float beta;
  private final eltwise_forward.primitive_desc description;
  private final Step forward;
  private @Nullable Step backward;
  private GradientSum.@Nullable Part inputPart;

  private Elementwise(
      OneDnn oneDnn,
      Features input,
      Features output,
      dnnl.algorithm algorithm,
      float alpha,
      float beta) {
    this.oneDnn = oneDnn;
    this.input = input;
    this.output = output;
    this.algorithm = algorithm;
    this.alpha = alpha;
    this.beta = beta;
    description =
        oneDnn.own(
            new eltwise_forward.primitive_desc(
                oneDnn.engine(),
                dnnl.prop_kind.forward_training,
                algorithm,
                input.value().description(),
                output.value().description(),
                alpha,
                beta));
    forward =
        oneDnn.step(
            description,
            new Argument(dnnl.DNNL_ARG_SRC, input.value()),
            new Argument(dnnl.DNNL_ARG_DST, output.value()));
  }

  /** {@code max(x, 0) + slope * min(x, 0)}, in place. */
  static Elementwise leakyRelu(OneDnn oneDnn, Features features, float slope) {
    return new Elementwise(
        oneDnn, features, features, dnnl.algorithm.eltwise_relu_use_dst_for_bwd, slope, 0);
  }

  /** The hyperbolic tangent, in place. */
  static Elementwise tanh(OneDnn oneDnn, Features features) {
    return new Elementwise(
        oneDnn, features, features, dnnl.algorithm.eltwise_tanh_use_dst_for_bwd, 0, 0);
  }

  /** {@code scale * x + shift}; not in place, for an activation before it needs its own result. */
  static Elementwise affine(OneDnn oneDnn, Features input, float scale, float shift) {
    Features output =
        new Features(
            oneDnn,
            input.batch(),
            input.shape(),
            new memory.desc(input.value().description()),
            input.needsGradient());
    return new Elementwise(oneDnn, input, output, dnnl.algorithm.eltwise_linear, scale, shift);
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
    boolean inPlace = input == output;
    NativeTensor outputGradient = output.gradient();
    NativeTensor inputGradient = outputGradient;
    if (!inPlace) {
      inputPart = input.claimGradientPart();
      inputGradient = inputPart.target();
    }
    backward =
        oneDnn.step(
            new eltwise_backward.primitive_desc(
                oneDnn.engine(),
                algorithm,
                inputGradient.description(),
                outputGradient.description(),
                input.value().description(),
                alpha,
                beta,
                description),
            new Argument(inPlace ? dnnl.DNNL_ARG_DST : dnnl.DNNL_ARG_SRC, input.value()),
            new Argument(dnnl.DNNL_ARG_DIFF_DST, outputGradient),
            new Argument(dnnl.DNNL_ARG_DIFF_SRC, inputGradient));
  }

  @Override
  public void backward(Target target) {
    if (backward != null) {
      backward.run();
    }
    if (inputPart != null) {
      inputPart.finish();
    }
  }
}

package io.trvae.dl4j.internal.training;

import io.trvae.dl4j.internal.onednn.Argument;
import io.trvae.dl4j.internal.onednn.NativeTensor;
import io.trvae.dl4j.internal.onednn.OneDnn;
import io.trvae.dl4j.internal.onednn.Step;
import io.trvae.spi.training.Operation;
import org.bytedeco.dnnl.eltwise_backward;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.jspecify.annotations.Nullable;

/**
 * A function of each element. The derivative of an activation can be had from its result, so it may
 * overwrite an argument that nothing else needs; the gradient changes in place then too.
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

  /** {@code max(x, 0) + slope * min(x, 0)}. */
  static Elementwise leakyRelu(OneDnn oneDnn, Features input, float slope, boolean overwrite) {
    Features output = overwrite ? input : like(oneDnn, input);
    return new Elementwise(
        oneDnn, input, output, dnnl.algorithm.eltwise_relu_use_dst_for_bwd, slope, 0);
  }

  /** The hyperbolic tangent. */
  static Elementwise tanh(OneDnn oneDnn, Features input, boolean overwrite) {
    Features output = overwrite ? input : like(oneDnn, input);
    return new Elementwise(
        oneDnn, input, output, dnnl.algorithm.eltwise_tanh_use_dst_for_bwd, 0, 0);
  }

  /** {@code scale * x + shift}. */
  static Elementwise affine(OneDnn oneDnn, Features input, float scale, float shift) {
    return new Elementwise(
        oneDnn, input, like(oneDnn, input), dnnl.algorithm.eltwise_linear, scale, shift);
  }

  private static Features like(OneDnn oneDnn, Features input) {
    return new Features(
        oneDnn,
        input.batch(),
        input.shape(),
        new memory.desc(input.value().description()),
        input.needsGradient());
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
            algorithm == dnnl.algorithm.eltwise_linear
                ? new Argument(dnnl.DNNL_ARG_SRC, input.value())
                : new Argument(dnnl.DNNL_ARG_DST, output.value()),
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

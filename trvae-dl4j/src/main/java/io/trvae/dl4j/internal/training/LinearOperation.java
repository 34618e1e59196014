package io.trvae.dl4j.internal.training;

import io.trvae.dl4j.internal.onednn.Argument;
import io.trvae.dl4j.internal.onednn.NativeTensor;
import io.trvae.dl4j.internal.onednn.OneDnn;
import io.trvae.dl4j.internal.onednn.Step;
import io.trvae.spi.training.Operation;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_desc_base;
import org.jspecify.annotations.Nullable;

/**
 * What convolutions, transposed convolutions and dense layers have in common: a weight, a bias, and
 * three primitives, which may ask for layouts of their own.
 */
final class LinearOperation implements Operation {

  /** The three primitives, all with free choice of layout but for the input and output. */
  interface Primitives {

    /** Describes the forward pass. */
    primitive_desc_base forward();

    /** Describes the gradient by the input. */
    primitive_desc_base backwardData();

    /** Describes the gradient by weight and bias. */
    primitive_desc_base backwardWeights();
  }

  private final OneDnn oneDnn;
  private final Primitives primitives;
  private final Features input;
  private final Features output;
  private final Weights weights;
  private final NativeTensor forwardSource;
  private final List<Step> forward = new ArrayList<>();
  private final List<Step> backwardWeights = new ArrayList<>();
  private final List<Step> backwardData = new ArrayList<>();
  private GradientSum.@Nullable Part weightPart;
  private GradientSum.@Nullable Part biasPart;
  private GradientSum.@Nullable Part inputPart;

  /**
   * Binds the primitives.
   *
   * @param output features whose layout is that of the forward primitive's result
   */
  LinearOperation(
      OneDnn oneDnn, Primitives primitives, Features input, Weights weights, Features output) {
    this.oneDnn = oneDnn;
    this.primitives = primitives;
    this.input = input;
    this.weights = weights;
    this.output = output;
    primitive_desc_base description = primitives.forward();
    forwardSource = read(input.value(), description.src_desc(), forward);
    forward.add(
        oneDnn.step(
            description,
            new Argument(dnnl.DNNL_ARG_SRC, forwardSource),
            new Argument(
                dnnl.DNNL_ARG_WEIGHTS, read(weights.weight(), description.weights_desc(), forward)),
            new Argument(dnnl.DNNL_ARG_BIAS, weights.bias()),
            new Argument(dnnl.DNNL_ARG_DST, output.value())));
  }

  /**
   * A weight, a bias and their gradients, all in row-major order.
   *
   * @param weight the weight
   * @param bias the bias
   * @param weightGradient receives the gradient by the weight
   * @param biasGradient receives the gradient by the bias
   */
  record Weights(
      NativeTensor weight,
      NativeTensor bias,
      GradientSum weightGradient,
      GradientSum biasGradient) {}

  @Override
  public void forward(Mode mode) {
    forward.forEach(Step::run);
  }

  @Override
  public void prepareBackward() {
    weightPart = weights.weightGradient().claim();
    biasPart = weights.biasGradient().claim();
    primitive_desc_base byWeights = primitives.backwardWeights();
    NativeTensor source =
        forwardSource.isLike(oneDnn.own(byWeights.src_desc()))
            ? forwardSource
            : read(input.value(), byWeights.src_desc(), backwardWeights);
    NativeTensor weightGradient = target(weightPart.target(), byWeights.diff_weights_desc());
    backwardWeights.add(
        oneDnn.step(
            byWeights,
            new Argument(dnnl.DNNL_ARG_SRC, source),
            new Argument(
                dnnl.DNNL_ARG_DIFF_DST,
                read(output.gradient(), byWeights.diff_dst_desc(), backwardWeights)),
            new Argument(dnnl.DNNL_ARG_DIFF_WEIGHTS, weightGradient),
            new Argument(dnnl.DNNL_ARG_DIFF_BIAS, biasPart.target())));
    write(weightGradient, weightPart.target(), backwardWeights);

    if (input.needsGradient()) {
      inputPart = input.claimGradientPart();
      primitive_desc_base byData = primitives.backwardData();
      NativeTensor inputGradient = target(inputPart.target(), byData.diff_src_desc());
      backwardData.add(
          oneDnn.step(
              byData,
              new Argument(
                  dnnl.DNNL_ARG_DIFF_DST,
                  read(output.gradient(), byData.diff_dst_desc(), backwardData)),
              new Argument(
                  dnnl.DNNL_ARG_WEIGHTS,
                  read(weights.weight(), byData.weights_desc(), backwardData)),
              new Argument(dnnl.DNNL_ARG_DIFF_SRC, inputGradient)));
      write(inputGradient, inputPart.target(), backwardData);
    }
  }

  @Override
  public void backward(Target target) {
    if (target == Target.ALL && weightPart != null && biasPart != null) {
      backwardWeights.forEach(Step::run);
      weightPart.finish();
      biasPart.finish();
    }
    if (inputPart != null) {
      backwardData.forEach(Step::run);
      inputPart.finish();
    }
  }

  /** Returns the tensor in the layout asked for, by a copy among the steps where it differs. */
  private NativeTensor read(NativeTensor tensor, memory.desc asked, List<Step> steps) {
    memory.desc layout = oneDnn.own(asked);
    if (tensor.isLike(layout)) {
      return tensor;
    }
    NativeTensor copy = oneDnn.allocate(layout);
    steps.add(oneDnn.copy(tensor, copy));
    return copy;
  }

  /** Returns the tensor, or where its layout is not the one asked for, another to be copied. */
  private NativeTensor target(NativeTensor tensor, memory.desc layout) {
    return tensor.isLike(oneDnn.own(layout)) ? tensor : oneDnn.allocate(layout);
  }

  private void write(NativeTensor written, NativeTensor wanted, List<Step> steps) {
    if (written != wanted) {
      steps.add(oneDnn.copy(written, wanted));
    }
  }
}

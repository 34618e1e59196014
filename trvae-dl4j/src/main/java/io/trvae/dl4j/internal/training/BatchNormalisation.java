package io.trvae.dl4j.internal.training;

import io.trvae.dl4j.internal.onednn.Argument;
import io.trvae.dl4j.internal.onednn.NativeTensor;
import io.trvae.dl4j.internal.onednn.OneDnn;
import io.trvae.dl4j.internal.onednn.Step;
import io.trvae.network.Layer;
import io.trvae.spi.training.Operation;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.batch_normalization_backward;
import org.bytedeco.dnnl.batch_normalization_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.jspecify.annotations.Nullable;

/** {@link Layer.BatchNorm}. */
final class BatchNormalisation implements Operation {

  /** The share of the batch's statistics in the new running ones. */
  private static final float MOMENTUM = 0.1f;

  private static final int AFFINE =
      dnnl.normalization_flags.use_scale.value | dnnl.normalization_flags.use_shift.value;

  private final OneDnn oneDnn;
  private final Features input;
  private final Features output;
  private final float epsilon;
  private final boolean frozen;
  private final int elementsPerChannel;
  private final NativeTensor scale;
  private final NativeTensor shift;
  private final GradientSum scaleGradient;
  private final GradientSum shiftGradient;
  private final NativeTensor runningMean;
  private final NativeTensor runningVariance;
  private final NativeTensor mean;
  private final NativeTensor variance;
  private final batch_normalization_forward.primitive_desc description;
  private final Step training;
  private final Step inference;
  private @Nullable Step backward;
  private final List<GradientSum.Part> parts = new ArrayList<>();

  /**
   * Prepares the normalisation.
   *
   * @param frozen whether to use the running statistics in training too, and leave them as they are
   */
  BatchNormalisation(
      OneDnn oneDnn,
      ParameterViews parameters,
      Features input,
      Layer.BatchNorm layer,
      boolean frozen) {
    this.oneDnn = oneDnn;
    this.input = input;
    this.frozen = frozen;
    this.epsilon = layer.epsilon();
    int channels = layer.channels();
    elementsPerChannel = input.batch() * input.shape().height() * input.shape().width();
    scale = parameters.value(layer.name() + ".weight", channels);
    shift = parameters.value(layer.name() + ".bias", channels);
    scaleGradient = parameters.gradient(layer.name() + ".weight", channels);
    shiftGradient = parameters.gradient(layer.name() + ".bias", channels);
    runningMean = parameters.value(layer.name() + ".running_mean", channels);
    runningVariance = parameters.value(layer.name() + ".running_var", channels);
    memory.desc layout = input.value().description();
    output = new Features(oneDnn, input.batch(), input.shape(), new memory.desc(layout), true);

    description =
        oneDnn.own(
            new batch_normalization_forward.primitive_desc(
                oneDnn.engine(),
                dnnl.prop_kind.forward_training.value,
                layout,
                layout,
                epsilon,
                flags()));
    mean = frozen ? runningMean : oneDnn.allocate(description.mean_desc());
    variance = frozen ? runningVariance : oneDnn.allocate(description.variance_desc());
    training = forwardStep(description, mean, variance);
    inference =
        forwardStep(
            new batch_normalization_forward.primitive_desc(
                oneDnn.engine(),
                dnnl.prop_kind.forward_inference.value,
                layout,
                layout,
                epsilon,
                AFFINE | dnnl.normalization_flags.use_global_stats.value),
            runningMean,
            runningVariance);
  }

  private int flags() {
    return frozen ? AFFINE | dnnl.normalization_flags.use_global_stats.value : AFFINE;
  }

  private Step forwardStep(
      batch_normalization_forward.primitive_desc description,
      NativeTensor mean,
      NativeTensor variance) {
    return oneDnn.step(
        description,
        new Argument(dnnl.DNNL_ARG_SRC, input.value()),
        new Argument(dnnl.DNNL_ARG_MEAN, mean),
        new Argument(dnnl.DNNL_ARG_VARIANCE, variance),
        new Argument(dnnl.DNNL_ARG_SCALE, scale),
        new Argument(dnnl.DNNL_ARG_SHIFT, shift),
        new Argument(dnnl.DNNL_ARG_DST, output.value()));
  }

  Features output() {
    return output;
  }

  @Override
  public void forward(Mode mode) {
    if (mode == Mode.INFERENCE) {
      inference.run();
      return;
    }
    training.run();
    if (frozen) {
      return;
    }
    // The running variance estimates the population's, hence n / (n - 1).
    float unbiased = elementsPerChannel / (float) Math.max(1, elementsPerChannel - 1);
    follow(runningMean.floats(), mean.floats(), 1);
    follow(runningVariance.floats(), variance.floats(), unbiased);
  }

  private static void follow(FloatBuffer running, FloatBuffer batch, float factor) {
    for (int i = 0; i < running.limit(); i++) {
      running.put(i, running.get(i) + MOMENTUM * (factor * batch.get(i) - running.get(i)));
    }
  }

  @Override
  public void prepareBackward() {
    GradientSum.Part inputPart = claim(input.claimGradientPart());
    GradientSum.Part scalePart = claim(scaleGradient.claim());
    GradientSum.Part shiftPart = claim(shiftGradient.claim());
    memory.desc layout = input.value().description();
    backward =
        oneDnn.step(
            new batch_normalization_backward.primitive_desc(
                oneDnn.engine(),
                dnnl.prop_kind.backward.value,
                layout,
                layout,
                layout,
                epsilon,
                flags(),
                description),
            new Argument(dnnl.DNNL_ARG_SRC, input.value()),
            new Argument(dnnl.DNNL_ARG_MEAN, mean),
            new Argument(dnnl.DNNL_ARG_VARIANCE, variance),
            new Argument(dnnl.DNNL_ARG_SCALE, scale),
            new Argument(dnnl.DNNL_ARG_DIFF_DST, output.gradient()),
            new Argument(dnnl.DNNL_ARG_DIFF_SRC, inputPart.target()),
            new Argument(dnnl.DNNL_ARG_DIFF_SCALE, scalePart.target()),
            new Argument(dnnl.DNNL_ARG_DIFF_SHIFT, shiftPart.target()));
  }

  private GradientSum.Part claim(GradientSum.Part part) {
    parts.add(part);
    return part;
  }

  @Override
  public void backward(Target target) {
    if (backward != null) {
      backward.run();
      parts.forEach(GradientSum.Part::finish);
    }
  }
}

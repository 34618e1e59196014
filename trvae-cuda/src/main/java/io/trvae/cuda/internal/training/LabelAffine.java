package io.trvae.cuda.internal.training;

import io.trvae.cuda.internal.gpu.GpuResources;
import io.trvae.cuda.internal.kernels.Arguments;
import io.trvae.network.Layer;
import io.trvae.spi.training.Operation;
import org.jspecify.annotations.Nullable;

/** {@link Layer.LabelAffine}. */
final class LabelAffine implements Operation {

  private final Device device;
  private final ParameterViews parameters;
  private final Layer.LabelAffine layer;
  private final GpuFeatures input;
  private final GpuFeatures label;
  private final GpuFeatures output;
  private final Blend blend;
  private final ChannelSums sums;
  private final long scales;
  private final long shifts;
  private final long gradientSums;
  private GradientSum.@Nullable Part inputPart;
  private GradientSum.@Nullable Part weightPart;
  private GradientSum.@Nullable Part biasPart;

  LabelAffine(
      Device device,
      GpuResources owner,
      ParameterViews parameters,
      GpuFeatures input,
      GpuFeatures label,
      Layer.LabelAffine layer) {
    this.device = device;
    this.parameters = parameters;
    this.layer = layer;
    this.input = input;
    this.label = label;
    output = input.like(input.shape(), true);
    blend = new Blend(device, input, true);
    sums = new ChannelSums(device, input, true);
    long floats = (long) input.batch() * input.stride();
    scales = device.allocate(owner, floats);
    shifts = device.allocate(owner, floats);
    gradientSums = device.allocate(owner, 2 * floats);
  }

  GpuFeatures output() {
    return output;
  }

  @Override
  public void forward(Mode mode) {
    mix(parameters.value(layer.name() + ".weight"), scales);
    mix(parameters.value(layer.name() + ".bias"), shifts);
    blend.queue(input.value(), 0, scales, 0, shifts, output.value());
  }

  /** Weighs the rows of all domains by each image's label. */
  private void mix(long rows, long to) {
    launch("mix_labels", rows, to, input.batch(), input.stride());
  }

  private void launch(String kernel, long from, long to, int threads, int stride) {
    device.launch(
        kernel,
        (long) threads * layer.channels(),
        new Arguments()
            .addresses(label.value(), from, to)
            .numbers(input.batch(), layer.domains(), layer.channels(), label.stride(), stride));
  }

  @Override
  public void prepareBackward() {
    weightPart = parameters.gradient(layer.name() + ".weight").claim();
    biasPart = parameters.gradient(layer.name() + ".bias").claim();
    if (input.needsGradient()) {
      inputPart = input.claimGradientPart();
    }
  }

  @Override
  public void backward(Target target) {
    if (target == Target.ALL && weightPart != null && biasPart != null) {
      sums.queue(output.gradient(), input.value(), 0, false, 1, gradientSums);
      long ofScales = gradientSums + (long) input.stride() * Float.BYTES;
      launch("collect_labels", ofScales, weightPart.target(), layer.domains(), 2 * input.stride());
      launch(
          "collect_labels", gradientSums, biasPart.target(), layer.domains(), 2 * input.stride());
      weightPart.finish();
      biasPart.finish();
    }
    if (inputPart != null) {
      blend.queue(output.gradient(), 0, scales, 0, 0, inputPart.target());
      inputPart.finish();
    }
  }
}

package io.trvae.dl4j.internal.training;

import io.trvae.dl4j.internal.onednn.NativeTensor;
import io.trvae.dl4j.internal.onednn.OneDnn;
import io.trvae.dl4j.internal.onednn.Step;
import io.trvae.network.Shape;
import io.trvae.spi.training.Operation;
import java.util.ArrayList;
import java.util.List;

/** Joins features along the batch or along the channels. */
final class Concatenation implements Operation {

  private final OneDnn oneDnn;
  private final int axis;
  private final List<Features> inputs;
  private final Features output;
  private final List<Step> forward = new ArrayList<>();
  private final List<Step> backward = new ArrayList<>();
  private final List<GradientSum.Part> parts = new ArrayList<>();

  private Concatenation(OneDnn oneDnn, int axis, List<Features> inputs, Features output) {
    this.oneDnn = oneDnn;
    this.axis = axis;
    this.inputs = inputs;
    this.output = output;
    int from = 0;
    for (Features input : inputs) {
      forward.add(oneDnn.copy(input.value(), part(output.value(), from, input)));
      from += extent(input);
    }
  }

  /** Joins features of the same shape, one batch after the other. */
  static Concatenation ofBatches(OneDnn oneDnn, List<Features> inputs) {
    int batch = inputs.stream().mapToInt(Features::batch).sum();
    return new Concatenation(
        oneDnn,
        0,
        inputs,
        Features.plain(oneDnn, batch, inputs.get(0).shape(), needGradient(inputs)));
  }

  /** Joins features of the same height and width, the channels of one after the other's. */
  static Concatenation ofChannels(OneDnn oneDnn, List<Features> inputs) {
    Shape first = inputs.get(0).shape();
    int channels = inputs.stream().mapToInt(input -> input.shape().channels()).sum();
    return new Concatenation(
        oneDnn,
        1,
        inputs,
        Features.plain(
            oneDnn,
            inputs.get(0).batch(),
            new Shape(channels, first.height(), first.width()),
            needGradient(inputs)));
  }

  private static boolean needGradient(List<Features> inputs) {
    return inputs.stream().anyMatch(Features::needsGradient);
  }

  private int extent(Features input) {
    return (int) input.dims()[axis];
  }

  private NativeTensor part(NativeTensor joined, int from, Features input) {
    long[] dims = input.dims();
    long[] offsets = new long[dims.length];
    offsets[axis] = from;
    return oneDnn.view(joined, dims, offsets);
  }

  Features output() {
    return output;
  }

  @Override
  public void forward(Mode mode) {
    forward.forEach(Step::run);
  }

  @Override
  public void prepareBackward() {
    int from = 0;
    for (Features input : inputs) {
      if (input.needsGradient()) {
        GradientSum.Part part = input.claimGradientPart();
        parts.add(part);
        backward.add(oneDnn.copy(part(output.gradient(), from, input), part.target()));
      }
      from += extent(input);
    }
  }

  @Override
  public void backward(Target target) {
    backward.forEach(Step::run);
    parts.forEach(GradientSum.Part::finish);
  }
}

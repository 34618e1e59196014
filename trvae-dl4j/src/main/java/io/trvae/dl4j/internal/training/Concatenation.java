package io.trvae.dl4j.internal.training;

import io.trvae.dl4j.internal.onednn.NativeTensor;
import io.trvae.dl4j.internal.onednn.OneDnn;
import io.trvae.dl4j.internal.onednn.Step;
import io.trvae.network.Shape;
import java.util.ArrayList;
import java.util.List;

/** Joins the channels of two features. */
final class Concatenation implements Operation {

  private final OneDnn oneDnn;
  private final int batch;
  private final Features first;
  private final Features second;
  private final Features output;
  private final List<Step> forward;
  private final List<Step> backward = new ArrayList<>();
  private final List<Features.Part> parts = new ArrayList<>();

  Concatenation(OneDnn oneDnn, Features first, Features second, int batch) {
    this.oneDnn = oneDnn;
    this.batch = batch;
    this.first = first;
    this.second = second;
    Shape shape =
        new Shape(
            first.shape().channels() + second.shape().channels(),
            first.shape().height(),
            first.shape().width());
    output =
        Features.plain(oneDnn, batch, shape, first.needsGradient() || second.needsGradient());
    forward =
        List.of(
            oneDnn.copy(first.value(), channels(output.value(), 0, first)),
            oneDnn.copy(
                second.value(), channels(output.value(), first.shape().channels(), second)));
  }

  private NativeTensor channels(
      NativeTensor joined, int from, Features part) {
    long[] dims = Features.dims(batch, part.shape());
    long[] offsets = new long[dims.length];
    offsets[1] = from;
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
    prepare(first, 0);
    prepare(second, first.shape().channels());
  }

  private void prepare(Features input, int from) {
    if (input.needsGradient()) {
      Features.Part part = input.addGradientPart();
      parts.add(part);
      backward.add(oneDnn.copy(channels(output.gradient(), from, input), part.target()));
    }
  }

  @Override
  public void backward() {
    backward.forEach(Step::run);
    parts.forEach(Features.Part::finish);
  }
}

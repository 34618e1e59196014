package io.trvae.cuda.internal.training;

import io.trvae.cuda.internal.gpu.GpuResources;
import io.trvae.cuda.internal.kernels.Arguments;
import io.trvae.network.Layer;
import io.trvae.spi.training.Operation;
import org.jspecify.annotations.Nullable;

/** {@link Layer.BatchNorm}. */
final class BatchNormalisation implements Operation {

  /** The share of the batch's statistics in the new running ones. */
  private static final float MOMENTUM = 0.1f;

  private final Device device;
  private final GpuFeatures input;
  private final GpuFeatures output;
  private final float epsilon;
  private final boolean frozen;
  private final ParameterViews parameters;
  private final String name;
  private final ChannelSums sums;
  private final Blend blend;
  private final long row;

  /** Rows of coefficients: mean, what lies behind it, a, b, k, and two of sums. */
  private final long rows;

  private GradientSum.@Nullable Part inputPart;
  private GradientSum.@Nullable Part scalePart;
  private GradientSum.@Nullable Part shiftPart;

  /**
   * Prepares the normalisation.
   *
   * @param frozen whether to use the running statistics in training too, and leave them as they are
   */
  BatchNormalisation(
      Device device,
      GpuResources owner,
      ParameterViews parameters,
      GpuFeatures input,
      Layer.BatchNorm layer,
      boolean frozen) {
    this.device = device;
    this.input = input;
    this.frozen = frozen;
    this.parameters = parameters;
    name = layer.name();
    epsilon = layer.epsilon();
    output = input.like(input.shape(), true);
    sums = new ChannelSums(device, input, false);
    blend = new Blend(device, input, false);
    row = (long) input.stride() * Float.BYTES;
    rows = device.allocate(owner, 8L * input.stride());
  }

  GpuFeatures output() {
    return output;
  }

  private long mean(boolean ofBatch) {
    return ofBatch ? rows : parameters.value(name + ".running_mean");
  }

  /** The second of the sums that are queued with a mean as centre. */
  private long variance(boolean ofBatch) {
    return ofBatch ? rows + 2 * row : parameters.value(name + ".running_var");
  }

  private long a() {
    return rows + 3 * row;
  }

  private long b() {
    return rows + 4 * row;
  }

  private long k() {
    return rows + 5 * row;
  }

  private long gradientSums() {
    return rows + 6 * row;
  }

  @Override
  public void forward(Mode mode) {
    boolean ofBatch = mode == Mode.TRAINING && !frozen;
    float elements = input.pixels();
    if (ofBatch) {
      float share = 1 / elements;
      sums.queue(input.value(), 0, 0, false, share, mean(true));
      sums.queue(input.value(), input.value(), mean(true), true, share, variance(true) - row);
    }
    device.launch(
        "normalise",
        input.channels(),
        new Arguments()
            .addresses(mean(ofBatch), variance(ofBatch))
            .addresses(parameters.value(name + ".weight"), parameters.value(name + ".bias"))
            .addresses(mean(false), variance(false), a(), k())
            .numbers(input.channels())
            .factors(epsilon, ofBatch ? MOMENTUM : 0, elements / Math.max(1, elements - 1)));
    blend.queue(input.value(), 0, a(), 0, k(), output.value());
  }

  @Override
  public void prepareBackward() {
    inputPart = input.claimGradientPart();
    scalePart = parameters.gradient(name + ".weight").claim();
    shiftPart = parameters.gradient(name + ".bias").claim();
  }

  @Override
  public void backward(Target target) {
    if (inputPart == null || scalePart == null || shiftPart == null) {
      return;
    }
    long mean = mean(!frozen);
    sums.queue(output.gradient(), input.value(), mean, false, 1, gradientSums());
    device.launch(
        "normalise_back",
        input.channels(),
        new Arguments()
            .addresses(gradientSums(), mean, variance(!frozen))
            .addresses(parameters.value(name + ".weight"))
            .addresses(scalePart.target(), shiftPart.target(), a(), b(), k())
            .numbers(input.channels(), input.stride(), frozen ? 1 : 0)
            .factors(input.pixels(), epsilon));
    blend.queue(output.gradient(), input.value(), a(), b(), k(), inputPart.target());
    inputPart.finish();
    scalePart.finish();
    shiftPart.finish();
  }
}

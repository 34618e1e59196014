package io.trvae.cuda.internal.training;

import io.trvae.cuda.internal.gpu.GpuResources;
import io.trvae.cuda.internal.kernels.Arguments;
import io.trvae.network.Shape;
import io.trvae.spi.training.Operation;
import java.util.ArrayList;
import java.util.List;

/** Joins features along the batch or along the channels. */
final class Concatenation implements Operation {

  private final Device device;
  private final GpuFeatures output;
  private final List<Member> members = new ArrayList<>();

  /**
   * What is joined.
   *
   * @param offset where it goes, in bytes from the beginning of the output
   */
  private record Member(GpuFeatures input, long offset, List<GradientSum.Part> part) {}

  private Concatenation(Device device, GpuFeatures output) {
    this.device = device;
    this.output = output;
  }

  private void add(GpuFeatures input, long floats) {
    members.add(new Member(input, floats * Float.BYTES, new ArrayList<>()));
  }

  /** Joins features of the same shape, one batch after the other. */
  static Concatenation ofBatches(Device device, GpuResources owner, List<GpuFeatures> inputs) {
    int batch = inputs.stream().mapToInt(GpuFeatures::batch).sum();
    Shape shape = inputs.get(0).shape();
    Concatenation result =
        new Concatenation(
            device, new GpuFeatures(device, owner, batch, shape, needGradient(inputs)));
    long from = 0;
    for (GpuFeatures input : inputs) {
      result.add(input, from);
      from += input.count();
    }
    return result;
  }

  /** Joins features of the same height and width, the channels of one after the other's. */
  static Concatenation ofChannels(Device device, List<GpuFeatures> inputs) {
    GpuFeatures first = inputs.get(0);
    int channels = inputs.stream().mapToInt(GpuFeatures::channels).sum();
    Shape shape = new Shape(channels, first.shape().height(), first.shape().width());
    Concatenation result = new Concatenation(device, first.like(shape, needGradient(inputs)));
    int from = 0;
    for (GpuFeatures input : inputs) {
      result.add(input, from);
      from += input.channels();
    }
    return result;
  }

  private static boolean needGradient(List<GpuFeatures> inputs) {
    return inputs.stream().anyMatch(GpuFeatures::needsGradient);
  }

  GpuFeatures output() {
    return output;
  }

  @Override
  public void forward(Mode mode) {
    for (Member member : members) {
      GpuFeatures input = member.input;
      copy(input, input.value(), input.stride(), output.value() + member.offset, output.stride());
    }
  }

  private void copy(GpuFeatures features, long from, int fromStride, long to, int toStride) {
    copy(device, from, fromStride, to, toStride, features.channels(), features.pixels(), 1);
  }

  /**
   * Queues copying channels.
   *
   * @param pixels that are written
   * @param repeats neighbouring pixels that are written from the same one
   */
  static void copy(
      Device device,
      long from,
      int fromStride,
      long to,
      int toStride,
      int channels,
      int pixels,
      int repeats) {
    long count = (long) pixels * channels;
    device.launch(
        "copy_channels",
        count,
        new Arguments()
            .addresses(from, to, count)
            .numbers(channels, fromStride, toStride, repeats));
  }

  @Override
  public void prepareBackward() {
    for (Member member : members) {
      if (member.input.needsGradient()) {
        member.part.add(member.input.claimGradientPart());
      }
    }
  }

  @Override
  public void backward(Target target) {
    for (Member member : members) {
      for (GradientSum.Part part : member.part) {
        long from = output.gradient() + member.offset;
        copy(member.input, from, output.stride(), part.target(), member.input.stride());
        part.finish();
      }
    }
  }
}

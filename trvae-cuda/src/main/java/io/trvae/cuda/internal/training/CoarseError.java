package io.trvae.cuda.internal.training;

import io.trvae.cuda.internal.gpu.GpuResources;
import io.trvae.cuda.internal.gpu.Grid;
import io.trvae.cuda.internal.kernels.Arguments;
import io.trvae.spi.training.Loss;
import org.jspecify.annotations.Nullable;

/** The mean absolute errors of averages over boxes of 4x4 and of 8x8 pixels, summed. */
final class CoarseError implements Loss {

  private final Device device;
  private final GpuFeatures estimate;
  private final GpuFeatures target;
  private final double weight;
  private final Boxes fours;
  private final Boxes eights;
  private final int elements;
  private GradientSum.@Nullable Part part;

  /**
   * Sums of the differences in boxes.
   *
   * @param side of a box
   * @param count of sums
   */
  private record Boxes(int side, long count, long sums, long partial) {}

  CoarseError(
      Device device, GpuResources owner, GpuFeatures estimate, GpuFeatures target, double weight) {
    this.device = device;
    this.estimate = estimate;
    this.target = target;
    this.weight = weight;
    elements = estimate.batch() * estimate.shape().size();
    fours = boxes(owner, 4);
    eights = boxes(owner, 8);
  }

  private Boxes boxes(GpuResources owner, int side) {
    long count = estimate.count() / ((long) side * side);
    return new Boxes(
        side, count, device.allocate(owner, count), device.allocate(owner, Device.PARTS));
  }

  @Override
  public double value() {
    return (device.sum(fours.partial, Device.PARTS) + device.sum(eights.partial, Device.PARTS))
        / elements;
  }

  @Override
  public void forward(Mode mode) {
    measure(fours);
    measure(eights);
  }

  private void measure(Boxes boxes) {
    device.launch(
        "sum_boxes",
        new Grid(Device.PARTS, 1, 1),
        new Arguments()
            .addresses(estimate.value(), target.value(), boxes.sums, boxes.partial, boxes.count)
            .numbers(estimate.shape().height(), estimate.shape().width())
            .numbers(estimate.stride(), boxes.side));
  }

  @Override
  public void prepareBackward() {
    part = estimate.claimGradientPart();
  }

  @Override
  public void backward(Target ignored) {
    if (part != null) {
      device.launch(
          "sum_boxes_back",
          estimate.count(),
          new Arguments()
              .addresses(fours.sums, eights.sums, part.target(), estimate.count())
              .numbers(estimate.shape().height(), estimate.shape().width(), estimate.stride())
              .factors((float) (weight / elements)));
      part.finish();
    }
  }
}

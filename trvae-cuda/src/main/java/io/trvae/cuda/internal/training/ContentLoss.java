package io.trvae.cuda.internal.training;

import io.trvae.cuda.internal.gpu.GpuResources;
import io.trvae.cuda.internal.gpu.Grid;
import io.trvae.cuda.internal.kernels.Arguments;
import io.trvae.spi.training.Loss;
import org.jspecify.annotations.Nullable;

/** What drawings lose of the coarse layout of their originals. */
final class ContentLoss implements Loss {

  private static final int GRID = 8;

  private final Device device;
  private final GpuFeatures drawing;
  private final GpuFeatures original;
  private final double weight;
  private final int planes;
  private final long slopes;
  private final long losses;
  private GradientSum.@Nullable Part part;

  ContentLoss(
      Device device, GpuResources owner, GpuFeatures drawing, GpuFeatures original, double weight) {
    this.device = device;
    this.drawing = drawing;
    this.original = original;
    this.weight = weight;
    planes = drawing.batch() * drawing.channels();
    slopes = device.allocate(owner, (long) drawing.batch() * drawing.stride() * GRID * GRID);
    losses = device.allocate(owner, planes);
  }

  @Override
  public double value() {
    return device.sum(losses, planes) / planes;
  }

  @Override
  public void forward(Mode mode) {
    device.launch(
        "compare_content",
        new Grid(planes, 1, 1),
        new Arguments()
            .addresses(drawing.value(), original.value(), slopes, losses)
            .numbers(drawing.shape().height(), drawing.shape().width())
            .numbers(drawing.channels(), drawing.stride()));
  }

  @Override
  public void prepareBackward() {
    part = drawing.claimGradientPart();
  }

  @Override
  public void backward(Target target) {
    if (part != null) {
      // Moving all averages alike changes nothing: the slopes of a plane sum to 0.
      double pixels = (double) drawing.area() / (GRID * GRID);
      device.launch(
          "compare_content_back",
          drawing.count(),
          new Arguments()
              .addresses(slopes, part.target(), drawing.count())
              .numbers(drawing.shape().height(), drawing.shape().width())
              .numbers(drawing.channels(), drawing.stride())
              .factors((float) (weight / (planes * pixels))));
      part.finish();
    }
  }
}

package io.trvae.cuda.internal.training;

import io.trvae.cuda.internal.gpu.GpuResources;
import io.trvae.cuda.internal.gpu.Grid;
import io.trvae.cuda.internal.kernels.Arguments;
import io.trvae.spi.training.LatentDraw;
import io.trvae.spi.training.Noise;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** {@link LatentDraw}; the noise is drawn by the host. */
final class LatentSampling implements LatentDraw<GpuFeatures> {

  private final Device device;
  private final GpuFeatures mean;
  private final GpuFeatures logVar;
  private final GpuFeatures latent;
  private final GpuFeatures drawn;
  private final GpuFeatures noise;
  private final Noise source;
  private final float[] numbers;
  private final long partial;
  private double klWeight;
  private GradientSum.@Nullable Part meanPart;
  private GradientSum.@Nullable Part logVarPart;

  LatentSampling(
      Device device, GpuResources owner, GpuFeatures mean, GpuFeatures logVar, Noise source) {
    this.device = device;
    this.mean = mean;
    this.logVar = logVar;
    this.source = source;
    latent = mean.like(mean.shape(), true);
    drawn = mean.like(mean.shape(), false);
    noise = mean.like(mean.shape(), false);
    numbers = new float[mean.batch() * mean.shape().size()];
    partial = device.allocate(owner, Device.PARTS);
  }

  @Override
  public GpuFeatures latent() {
    return latent;
  }

  @Override
  public void setKlWeight(double value) {
    klWeight = value;
  }

  @Override
  public double value() {
    return 0.5 * device.sum(partial, Device.PARTS) / numbers.length;
  }

  @Override
  public void forward(Mode mode) {
    boolean draws = mode == Mode.TRAINING;
    if (draws) {
      Random random = source.next();
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = (float) random.nextGaussian();
      }
      noise.put(numbers);
    }
    device.launch(
        "draw_latent",
        new Grid(Device.PARTS, 1, 1),
        new Arguments()
            .addresses(mean.value(), logVar.value(), draws ? noise.value() : 0)
            .addresses(latent.value(), drawn.value(), partial, mean.count())
            .numbers(mean.channels(), mean.stride()));
  }

  @Override
  public void prepareBackward() {
    meanPart = mean.claimGradientPart();
    logVarPart = logVar.claimGradientPart();
  }

  @Override
  public void backward(Target target) {
    if (meanPart == null || logVarPart == null) {
      return;
    }
    device.launch(
        "draw_latent_back",
        mean.count(),
        new Arguments()
            .addresses(mean.value(), logVar.value(), drawn.value(), latent.gradient())
            .addresses(meanPart.target(), logVarPart.target(), mean.count())
            .numbers(mean.channels(), mean.stride())
            .factors((float) (klWeight / numbers.length)));
    meanPart.finish();
    logVarPart.finish();
  }
}

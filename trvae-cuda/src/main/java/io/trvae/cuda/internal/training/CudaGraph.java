package io.trvae.cuda.internal.training;

import io.trvae.cuda.internal.gpu.GpuResources;
import io.trvae.network.Shape;
import io.trvae.spi.training.LatentDraw;
import io.trvae.spi.training.LayerCompiler;
import io.trvae.spi.training.Loss;
import io.trvae.spi.training.Noise;
import io.trvae.spi.training.RowComparison;
import io.trvae.spi.training.Tape;
import io.trvae.spi.training.TrainingGraph;
import io.trvae.spi.training.WeightNormalisation;
import java.util.List;

/** A network in training on a GPU. */
final class CudaGraph implements TrainingGraph<GpuFeatures, GpuParameters> {

  /** More than a pixel has channels, or a batch images. */
  private static final int CONSTANTS = 1 << 16;

  private final Device device;
  private final GpuResources resources = new GpuResources();
  private final ConvolutionOperation.Constants constants;

  CudaGraph(Device device) {
    this.device = device;
    long ones = device.allocate(resources, CONSTANTS);
    device.fill(ones, CONSTANTS, 1);
    constants =
        new ConvolutionOperation.Constants(ones, device.allocate(resources, CONSTANTS), CONSTANTS);
  }

  @Override
  public GpuFeatures input(int batch, Shape shape) {
    return new GpuFeatures(device, resources, batch, shape, false);
  }

  @Override
  public LayerCompiler<GpuFeatures> compiler(
      GpuParameters parameters, Noise noise, boolean frozenStatistics) {
    return new CudaCompiler(device, resources, constants, parameters, noise, frozenStatistics);
  }

  @Override
  public GpuFeatures joinBatches(Tape tape, List<GpuFeatures> parts) {
    return tape.add(Concatenation.ofBatches(device, resources, parts)).output();
  }

  @Override
  public LatentDraw<GpuFeatures> latentDraw(GpuFeatures mean, GpuFeatures logVar, Noise noise) {
    return new LatentSampling(device, resources, mean, logVar, noise);
  }

  @Override
  public Loss squaredError(GpuFeatures estimate, GpuFeatures target, double weight) {
    return new MeanError(device, resources, true, estimate, target, weight);
  }

  @Override
  public Loss absoluteError(GpuFeatures estimate, GpuFeatures target, double weight) {
    return new MeanError(device, resources, false, estimate, target, weight);
  }

  @Override
  public Loss coarseError(GpuFeatures estimate, GpuFeatures target, double weight) {
    return new CoarseError(device, resources, estimate, target, weight);
  }

  @Override
  public Loss contentLoss(GpuFeatures drawing, GpuFeatures original, double weight) {
    return new ContentLoss(device, resources, drawing, original, weight);
  }

  @Override
  public Loss.Switched featureMatching(GpuFeatures features, double weight) {
    return new FeatureMatching(device, resources, features, weight);
  }

  @Override
  public WeightNormalisation weightNormalisation(GpuParameters trained, GpuParameters normalised) {
    return new SpectralNormalisation(device, resources, trained, normalised);
  }

  @Override
  public RowComparison rowComparison() {
    return new GpuRowComparison(device, resources);
  }

  @Override
  public void close() {
    device.close(resources);
  }
}

package io.trvae.dl4j.internal.training;

import io.trvae.dl4j.internal.onednn.OneDnn;
import io.trvae.network.Shape;
import io.trvae.spi.training.LatentDraw;
import io.trvae.spi.training.Loss;
import io.trvae.spi.training.Noise;
import io.trvae.spi.training.Tape;
import io.trvae.spi.training.TrainingGraph;
import io.trvae.spi.training.WeightNormalisation;
import java.util.List;

/** A network in training on the processor. */
final class OneDnnGraph implements TrainingGraph<Features, Parameters> {

  private final OneDnn oneDnn = new OneDnn();

  @Override
  public Features input(int batch, Shape shape) {
    return Features.plain(oneDnn, batch, shape, false);
  }

  @Override
  public Compiler compiler(Parameters parameters, Noise noise, boolean frozenStatistics) {
    return new Compiler(oneDnn, parameters, noise, frozenStatistics);
  }

  @Override
  public Features joinBatches(Tape tape, List<Features> parts) {
    return tape.add(Concatenation.ofBatches(oneDnn, parts)).output();
  }

  @Override
  public LatentDraw<Features> latentDraw(Features mean, Features logVar, Noise noise) {
    return new LatentSampling(oneDnn, mean, logVar, noise);
  }

  @Override
  public Loss squaredError(Features estimate, Features target, double weight) {
    return new MeanError(estimate, target.value(), weight, true);
  }

  @Override
  public Loss absoluteError(Features estimate, Features target, double weight) {
    return new MeanError(estimate, target.value(), weight, false);
  }

  @Override
  public Loss coarseError(Features estimate, Features target, double weight) {
    return new CoarseError(estimate, target.value(), weight);
  }

  @Override
  public Loss contentLoss(Features drawing, Features original, double weight) {
    return new ContentLoss(drawing, original.value(), weight);
  }

  @Override
  public Loss.Switched featureMatching(Features features, double weight) {
    return new FeatureMatching(features, weight);
  }

  @Override
  public WeightNormalisation weightNormalisation(Parameters trained, Parameters normalised) {
    return new SpectralNormalisation(trained, normalised);
  }

  @Override
  public void close() {
    oneDnn.close();
  }
}

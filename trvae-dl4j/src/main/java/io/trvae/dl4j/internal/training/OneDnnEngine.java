package io.trvae.dl4j.internal.training;

import io.trvae.dl4j.internal.onednn.OneDnn;
import io.trvae.spi.training.ParameterLayout;
import io.trvae.spi.training.TrainingEngine;
import java.util.Optional;

/** Computes on the processor: with oneDNN's primitives, ND4J's vectors and loops in Java. */
public final class OneDnnEngine implements TrainingEngine<Features, Parameters> {

  /** Starts the engine. */
  public OneDnnEngine() {}

  @Override
  public String description() {
    return OneDnn.version() + ", float32";
  }

  @Override
  public Parameters parameters(ParameterLayout layout) {
    return new Parameters(layout);
  }

  @Override
  public Optimiser optimiser(
      Parameters parameters, double learningRate, double beta1, Optional<float[]> mask) {
    return new Optimiser(parameters, learningRate, beta1, mask);
  }

  @Override
  public void follow(Parameters average, Parameters parameters, double decay) {
    average.follow(parameters, decay);
  }

  @Override
  public OneDnnGraph graph() {
    return new OneDnnGraph();
  }

  /** There is nothing to free: each network has its own. */
  @Override
  public void close() {}
}

package io.trvae.dl4j.internal.training;

import io.trvae.training.MmdEstimate;
import java.nio.FloatBuffer;
import java.util.Arrays;

/** The {@link MaximumMeanDiscrepancy} of the MMD layer's activations, as a part of the loss. */
final class DomainPenalty implements Operation {

  private final Features activations;
  private final MaximumMeanDiscrepancy discrepancy;
  private final float[] rows;
  private final float[] gradient;
  private final double weight;
  private int[] domains;
  private double mmd;

  DomainPenalty(Features activations, MmdEstimate estimate, double weight) {
    this.activations = activations;
    this.weight = weight;
    int batch = activations.batch();
    int width = activations.shape().size();
    discrepancy = new MaximumMeanDiscrepancy(width, estimate);
    rows = new float[batch * width];
    gradient = new float[batch * width];
    domains = new int[batch];
  }

  /** Sets the domain of each image of the batch. */
  void setDomains(int[] value) {
    domains = value;
  }

  /** Returns the discrepancy that the last forward pass measured. */
  double mmd() {
    return mmd;
  }

  @Override
  public void forward(Mode mode) {
    activations.value().floats().get(rows);
    Arrays.fill(gradient, 0);
    mmd = discrepancy.measure(rows, domains, weight, gradient);
  }

  /** Adds to the gradient that the layers behind have written. */
  @Override
  public void backward(Target target) {
    FloatBuffer total = activations.gradient().floats();
    for (int i = 0; i < gradient.length; i++) {
      total.put(i, total.get(i) + gradient[i]);
    }
  }
}

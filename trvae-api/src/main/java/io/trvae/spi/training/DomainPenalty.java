package io.trvae.spi.training;

import io.trvae.training.MmdKernel;
import io.trvae.training.TrainingConfig;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The {@link MaximumMeanDiscrepancy} of the MMD layer's activations, as a part of the loss.
 *
 * <p>These are the activations for the latent mean, which a transfer decodes. Those for a drawn
 * code can hide a domain's place in the noise.
 *
 * <p>A batch of some ten images of a domain tells little about a distribution. So the activations
 * of the last training batches are remembered. The reference's kernel compares with them too, as in
 * Wang et al. 2020, "Cross-batch memory for embedding learning"; the Mahalanobis kernel takes their
 * covariance, and finds no discrepancy before there is a batch to remember.
 */
final class DomainPenalty implements Operation {

  private final TrainingFeatures activations;
  private final MaximumMeanDiscrepancy discrepancy;
  private final int batch;
  private final int width;
  private final double weight;
  private final MmdKernel kernel;
  private final float[] gradient;
  private final float[] memory;
  private final int[] memoryDomains;
  private int remembered;
  private int[] domains;
  private double mmd;
  private @Nullable GradientPart part;

  DomainPenalty(TrainingFeatures activations, TrainingConfig config, RowComparison comparison) {
    this.activations = activations;
    batch = activations.batch();
    width = activations.shape().size();
    weight = config.mmdWeight();
    kernel = config.mmdKernel();
    discrepancy = new MaximumMeanDiscrepancy(width, kernel, config.mmdEstimate(), comparison);
    gradient = new float[batch * width];
    memory = new float[config.mmdMemory() * batch * width];
    memoryDomains = new int[config.mmdMemory() * batch];
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
    float[] rows = new float[batch * width];
    activations.get(rows);
    Arrays.fill(gradient, 0);
    mmd =
        switch (kernel) {
          case REFERENCE -> compare(rows, mode == Mode.TRAINING ? remembered : 0);
          case MAHALANOBIS -> remembered == 0 ? 0 : compareWhitened(rows);
        };
    if (mode == Mode.TRAINING) {
      remember(rows);
    }
  }

  private double compare(float[] rows, int others) {
    float[] all = Arrays.copyOf(rows, rows.length + others * width);
    System.arraycopy(memory, 0, all, rows.length, others * width);
    int[] allDomains = Arrays.copyOf(domains, batch + others);
    System.arraycopy(memoryDomains, 0, allDomains, batch, others);
    return discrepancy.measure(all, allDomains, weight, gradient);
  }

  private double compareWhitened(float[] rows) {
    Whitening whitening = Whitening.of(Arrays.copyOf(memory, remembered * width), width);
    float[] whitened = whitening.apply(rows);
    float[] slope = new float[rows.length];
    double result = discrepancy.measure(whitened, domains, weight, slope);
    Whitening.removeGrowth(slope, whitened, width);
    System.arraycopy(whitening.pullBack(slope), 0, gradient, 0, gradient.length);
    return result;
  }

  /** The newest come first; the oldest fall off the end. */
  private void remember(float[] rows) {
    int added = Math.min(batch, memoryDomains.length);
    int kept = Math.min(remembered, memoryDomains.length - added);
    System.arraycopy(memory, 0, memory, added * width, kept * width);
    System.arraycopy(memoryDomains, 0, memoryDomains, added, kept);
    System.arraycopy(rows, 0, memory, 0, added * width);
    System.arraycopy(domains, 0, memoryDomains, 0, added);
    remembered = added + kept;
  }

  /** Returns the memory, which must survive an interruption. */
  float[] toArray() {
    float[] state = Arrays.copyOf(memory, memory.length + memoryDomains.length + 1);
    for (int i = 0; i < memoryDomains.length; i++) {
      state[memory.length + i] = memoryDomains[i];
    }
    state[state.length - 1] = remembered;
    return state;
  }

  /** Sets the memory. */
  void restore(float[] state) {
    System.arraycopy(state, 0, memory, 0, memory.length);
    for (int i = 0; i < memoryDomains.length; i++) {
      memoryDomains[i] = (int) state[memory.length + i];
    }
    remembered = (int) state[state.length - 1];
  }

  @Override
  public void prepareBackward() {
    part = activations.claimGradientPart();
  }

  @Override
  public void backward(Target target) {
    if (part != null) {
      part.put(gradient);
    }
  }
}

package io.trvae.dl4j.internal.training;

import io.trvae.spi.training.Operation;
import java.nio.FloatBuffer;
import org.jspecify.annotations.Nullable;

/** The mean over a batch of {@code -log(softmax(logits)[label])}. */
final class SoftmaxCrossEntropy implements Operation {

  private final Features logits;
  private final double[] probabilities;
  private int[] labels;
  private double loss;
  private GradientSum.@Nullable Part part;

  /**
   * @param logits in row-major order
   */
  SoftmaxCrossEntropy(Features logits) {
    this.logits = logits;
    probabilities = new double[logits.batch() * logits.shape().channels()];
    labels = new int[logits.batch()];
  }

  /** Sets the label of each row of the batch. */
  void setLabels(int[] value) {
    labels = value;
  }

  double loss() {
    return loss;
  }

  @Override
  public void forward(Mode mode) {
    FloatBuffer values = logits.value().floats();
    int classes = logits.shape().channels();
    loss = 0;
    for (int row = 0; row < labels.length; row++) {
      int first = row * classes;
      // The largest exponent is 0, so that none overflows.
      double largest = Double.NEGATIVE_INFINITY;
      for (int i = first; i < first + classes; i++) {
        largest = Math.max(largest, values.get(i));
      }
      double sum = 0;
      for (int i = first; i < first + classes; i++) {
        probabilities[i] = Math.exp(values.get(i) - largest);
        sum += probabilities[i];
      }
      for (int i = first; i < first + classes; i++) {
        probabilities[i] /= sum;
      }
      loss += (Math.log(sum) + largest - values.get(first + labels[row])) / labels.length;
    }
  }

  @Override
  public void prepareBackward() {
    part = logits.claimGradientPart();
  }

  @Override
  public void backward(Target target) {
    if (part == null) {
      return;
    }
    FloatBuffer gradient = part.target().floats();
    int classes = logits.shape().channels();
    for (int i = 0; i < probabilities.length; i++) {
      double wanted = labels[i / classes] == i % classes ? 1 : 0;
      gradient.put(i, (float) ((probabilities[i] - wanted) / labels.length));
    }
    part.finish();
  }
}

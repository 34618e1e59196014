package io.trvae.evaluation;

import java.util.Arrays;
import java.util.Random;

/**
 * A classifier of fully connected layers with tanh between them; one layer makes it a multinomial
 * logistic regression.
 *
 * <p>The parameters are one array, layer by layer: the weights {@code [inputs, outputs]}, then the
 * biases.
 */
final class DenseNetwork {

  private final int[] widths;

  /**
   * @param widths the lengths of the input, of the hidden layers and of the logits
   */
  DenseNetwork(int... widths) {
    this.widths = widths.clone();
  }

  private int layers() {
    return widths.length - 1;
  }

  /** Glorot and Bengio's uniform weights (2010), and biases of 0. */
  double[] initialParameters(Random random) {
    int size = 0;
    for (int layer = 0; layer < layers(); layer++) {
      size += (widths[layer] + 1) * widths[layer + 1];
    }
    double[] parameters = new double[size];
    int offset = 0;
    for (int layer = 0; layer < layers(); layer++) {
      int weights = widths[layer] * widths[layer + 1];
      double limit = Math.sqrt(6.0 / (widths[layer] + widths[layer + 1]));
      for (int i = 0; i < weights; i++) {
        parameters[offset + i] = (2 * random.nextDouble() - 1) * limit;
      }
      offset += weights + widths[layer + 1];
    }
    return parameters;
  }

  /**
   * Computes the mean cross-entropy of the labels plus {@code decay / 2} times the sum of all
   * squared weights, without the biases.
   *
   * @param gradient receives the gradient by the parameters
   */
  double loss(
      double[] parameters, double[][] inputs, int[] labels, double decay, double[] gradient) {
    Arrays.fill(gradient, 0);
    double loss = 0;
    for (int i = 0; i < inputs.length; i++) {
      double[][] activations = forward(parameters, inputs[i]);
      double[] delta = activations[layers()];
      loss += crossEntropy(delta, labels[i]);
      backward(parameters, activations, delta, gradient);
    }
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] /= inputs.length;
    }
    return loss / inputs.length + decayWeights(parameters, decay, gradient);
  }

  /** Returns the label with the largest logit. */
  int classify(double[] parameters, double[] input) {
    double[] logits = forward(parameters, input)[layers()];
    int best = 0;
    for (int label = 1; label < logits.length; label++) {
      if (logits[label] > logits[best]) {
        best = label;
      }
    }
    return best;
  }

  /** The input, what each hidden layer gives, and the logits. */
  private double[][] forward(double[] parameters, double[] input) {
    double[][] activations = new double[widths.length][];
    activations[0] = input;
    int offset = 0;
    for (int layer = 0; layer < layers(); layer++) {
      int outputs = widths[layer + 1];
      int biases = offset + widths[layer] * outputs;
      double[] result = Arrays.copyOfRange(parameters, biases, biases + outputs);
      for (int i = 0; i < widths[layer]; i++) {
        double value = activations[layer][i];
        int row = offset + i * outputs;
        for (int o = 0; o < outputs; o++) {
          result[o] += value * parameters[row + o];
        }
      }
      if (layer < layers() - 1) {
        for (int o = 0; o < outputs; o++) {
          result[o] = Math.tanh(result[o]);
        }
      }
      activations[layer + 1] = result;
      offset = biases + outputs;
    }
    return activations;
  }

  /** Replaces logits by the gradient of the cross-entropy, softmax minus one-hot. */
  private static double crossEntropy(double[] logits, int label) {
    double largest = Arrays.stream(logits).max().orElseThrow();
    double ofLabel = logits[label] - largest;
    double sum = 0;
    for (int i = 0; i < logits.length; i++) {
      logits[i] = Math.exp(logits[i] - largest);
      sum += logits[i];
    }
    for (int i = 0; i < logits.length; i++) {
      logits[i] /= sum;
    }
    logits[label] -= 1;
    return Math.log(sum) - ofLabel;
  }

  private void backward(
      double[] parameters, double[][] activations, double[] last, double[] gradient) {
    double[] delta = last;
    int end = parameters.length;
    for (int layer = layers() - 1; layer >= 0; layer--) {
      int outputs = widths[layer + 1];
      int biases = end - outputs;
      int offset = biases - widths[layer] * outputs;
      for (int o = 0; o < outputs; o++) {
        gradient[biases + o] += delta[o];
      }
      double[] before = new double[widths[layer]];
      for (int i = 0; i < before.length; i++) {
        double value = activations[layer][i];
        int row = offset + i * outputs;
        for (int o = 0; o < outputs; o++) {
          gradient[row + o] += value * delta[o];
        }
        if (layer > 0) {
          double sum = 0;
          for (int o = 0; o < outputs; o++) {
            sum += parameters[row + o] * delta[o];
          }
          before[i] = sum * (1 - value * value);
        }
      }
      delta = before;
      end = offset;
    }
  }

  private double decayWeights(double[] parameters, double decay, double[] gradient) {
    double squares = 0;
    int offset = 0;
    for (int layer = 0; layer < layers(); layer++) {
      int biases = offset + widths[layer] * widths[layer + 1];
      for (int i = offset; i < biases; i++) {
        squares += parameters[i] * parameters[i];
        gradient[i] += decay * parameters[i];
      }
      offset = biases + widths[layer + 1];
    }
    return decay / 2 * squares;
  }
}

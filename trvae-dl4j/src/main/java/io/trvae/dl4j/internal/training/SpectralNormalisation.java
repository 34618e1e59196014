package io.trvae.dl4j.internal.training;

import io.trvae.network.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Divides weights by their spectral norm, which one power iteration per step follows (Miyato et al.
 * 2018, "Spectral normalization for generative adversarial networks").
 *
 * <p>The trained arrays stay as they are; the network computes with a second set, and its gradients
 * are turned into those of the trained arrays: with {@code w' = w / s} and {@code s = u' w v}, the
 * gradient is {@code (g - <g, w'> u v') / s}.
 */
final class SpectralNormalisation {

  private static final double TINY = 1e-12;

  private final Parameters trained;
  private final Parameters normalised;
  private final List<Weight> weights = new ArrayList<>();
  private final List<Parameter> others = new ArrayList<>();

  SpectralNormalisation(Parameters trained, Parameters normalised) {
    this.trained = trained;
    this.normalised = normalised;
    for (Parameter parameter : trained.all()) {
      if (parameter.role() == Parameter.Role.WEIGHT) {
        weights.add(new Weight(parameter));
      } else if (parameter.role().isTrained()) {
        others.add(parameter);
      }
    }
  }

  /** Describes the left singular vector that is kept for a weight. */
  static Parameter vectorOf(Parameter weight) {
    return new Parameter(
        weight.name() + ".u", List.of(weight.shape().get(0)), Parameter.Role.RUNNING_MEAN);
  }

  /** Draws the vectors to start from. */
  void initialise(long seed) {
    for (Weight weight : weights) {
      Random random = new Random(seed + weight.parameter.name().hashCode());
      var vector = trained.values(vectorOf(weight.parameter).name());
      while (vector.hasRemaining()) {
        vector.put((float) random.nextGaussian());
      }
    }
  }

  /** Computes the normalised arrays from the trained ones. */
  void forward() {
    weights.forEach(Weight::forward);
    for (Parameter other : others) {
      normalised.values(other.name()).put(trained.values(other.name()));
    }
  }

  /** Computes the gradients of the trained arrays from those of the normalised ones. */
  void backward() {
    weights.forEach(Weight::backward);
    for (Parameter other : others) {
      trained.gradients(other.name()).put(normalised.gradients(other.name()));
    }
  }

  private final class Weight {

    private final Parameter parameter;
    private final int rows;
    private final int columns;
    private final float[] matrix;
    private final float[] gradient;
    private final float[] left;
    private final float[] right;
    private float norm;

    Weight(Parameter parameter) {
      this.parameter = parameter;
      rows = parameter.shape().get(0);
      columns = parameter.size() / rows;
      matrix = new float[parameter.size()];
      gradient = new float[parameter.size()];
      left = new float[rows];
      right = new float[columns];
    }

    void forward() {
      trained.values(parameter.name()).get(matrix);
      var vector = trained.values(vectorOf(parameter).name());
      vector.duplicate().get(left);
      Arrays.fill(right, 0);
      for (int row = 0; row < rows; row++) {
        float factor = left[row];
        int start = row * columns;
        for (int column = 0; column < columns; column++) {
          right[column] += factor * matrix[start + column];
        }
      }
      scaleToUnit(right);
      for (int row = 0; row < rows; row++) {
        left[row] = dot(matrix, row * columns, right);
      }
      norm = scaleToUnit(left);
      vector.put(left);
      for (int i = 0; i < matrix.length; i++) {
        matrix[i] /= norm;
      }
      normalised.values(parameter.name()).put(matrix);
    }

    void backward() {
      normalised.gradients(parameter.name()).get(gradient);
      double inner = 0;
      for (int row = 0; row < rows; row++) {
        inner += dot(gradient, row * columns, matrix, row * columns);
      }
      for (int row = 0; row < rows; row++) {
        float factor = (float) inner * left[row];
        int start = row * columns;
        for (int column = 0; column < columns; column++) {
          gradient[start + column] = (gradient[start + column] - factor * right[column]) / norm;
        }
      }
      trained.gradients(parameter.name()).put(gradient);
    }

    private float dot(float[] a, int startA, float[] b) {
      return dot(a, startA, b, 0);
    }

    private float dot(float[] a, int startA, float[] b, int startB) {
      float sum = 0;
      for (int i = 0; i < columns; i++) {
        sum += a[startA + i] * b[startB + i];
      }
      return sum;
    }
  }

  /** Returns the length that the vector had. */
  private static float scaleToUnit(float[] vector) {
    double square = 0;
    for (float element : vector) {
      square += (double) element * element;
    }
    float length = (float) Math.max(Math.sqrt(square), TINY);
    for (int i = 0; i < vector.length; i++) {
      vector[i] /= length;
    }
    return length;
  }
}

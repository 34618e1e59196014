package io.trvae.dl4j.internal.training;

import io.trvae.network.Parameter;
import io.trvae.spi.training.Discriminator;
import io.trvae.spi.training.WeightNormalisation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** {@link WeightNormalisation}, in Java: what it reads and writes is no larger than the weights. */
final class SpectralNormalisation implements WeightNormalisation {

  private static final double TINY = 1e-12;

  private final Parameters trained;
  private final Parameters normalised;
  private final List<Weight> weights = new ArrayList<>();
  private final List<Parameter> others = new ArrayList<>();

  SpectralNormalisation(Parameters trained, Parameters normalised) {
    this.trained = trained;
    this.normalised = normalised;
    for (Parameter parameter : trained.layout().all()) {
      if (parameter.role() == Parameter.Role.WEIGHT) {
        weights.add(new Weight(parameter));
      } else if (parameter.role().isTrained()) {
        others.add(parameter);
      }
    }
  }

  @Override
  public void forward() {
    weights.forEach(Weight::forward);
    for (Parameter other : others) {
      normalised.values(other.name()).put(trained.values(other.name()));
    }
  }

  @Override
  public void backward() {
    weights.forEach(Weight::backward);
    for (Parameter other : others) {
      trained.gradient(other.name()).put(normalised.gradient(other.name()));
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
      var vector = trained.values(Discriminator.vectorOf(parameter).name());
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
      normalised.gradient(parameter.name()).get(gradient);
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
      trained.gradient(parameter.name()).put(gradient);
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

package io.trvae.spi.training;

import io.trvae.model.TransferModel;
import io.trvae.network.Network;
import io.trvae.training.DomainDataset;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An encoder that is computed, not learnt: an image's principal components, mapped so that the
 * codes of every domain have mean 0 and covariance 1.
 *
 * <p>A domain's map is first the optimal transport of a normal distribution with the covariance
 * {@code C} of its components to one with {@code B}, common to all domains: {@code C^-1/2 (C^1/2 B
 * C^1/2)^1/2 C^-1/2} (Dowson and Landau 1982, doi 10.1016/0047-259X(82)90077-X), which moves
 * pictures no more than it has to. {@code B^1/2} is the average of the {@code C^1/2}. Then comes
 * one map for all, after which each element has variance 1 and none correlates with another, the
 * one that varied most first.
 *
 * <p>The log-variance is that of probabilistic principal components (Tipping and Bishop 1999, doi
 * 10.1111/1467-9868.00196): pixels are taken to vary about what the components say of them as much
 * as they do on average.
 */
final class LinearEncoder {

  /** Holds the log-variance of each element, which is the same for all images. */
  static final String LOG_VAR = "encoder.log_var.bias";

  /** Added to a covariance's diagonal, in shares of its mean: what a domain lacks stays small. */
  private static final double RIDGE = 1e-4;

  private final float[][] directions;

  /** The components of each domain's mean image. */
  private final List<float[]> centres = new ArrayList<>();

  private final List<double[][]> maps = new ArrayList<>();
  private final float[] logVar;

  private LinearEncoder(float[][] directions, float[] logVar) {
    this.directions = directions;
    this.logVar = logVar;
  }

  /**
   * Computes an encoder.
   *
   * @param size the length of a code
   * @param flips whether images are as good mirrored
   */
  static LinearEncoder of(DomainDataset dataset, int size, boolean flips, long seed) {
    PrincipalSubspace.Found found = PrincipalSubspace.find(dataset, flips, size, seed);
    List<SymmetricEigen> covariances =
        Arrays.stream(found.covariances()).map(LinearEncoder::regular).toList();
    double share = 1.0 / covariances.size();
    double[][] commonRoot = new double[size][size];
    for (SymmetricEigen covariance : covariances) {
      Matrices.add(commonRoot, share, covariance.map(Math::sqrt));
    }
    SymmetricEigen common = SymmetricEigen.of(Matrices.product(commonRoot, commonRoot));
    double[] variances = new double[size];
    LinearEncoder encoder = new LinearEncoder(found.directions(), new float[size]);
    for (int domain = 0; domain < covariances.size(); domain++) {
      double[][] map =
          Matrices.product(whitening(common), transport(covariances.get(domain), common));
      encoder.add(found.means()[domain], map);
      for (int i = 0; i < size; i++) {
        double square = Arrays.stream(map[i]).map(value -> value * value).sum();
        variances[i] += share * square * found.residual();
      }
    }
    for (int i = 0; i < size; i++) {
      encoder.logVar[i] = (float) Math.log(Math.min(Math.max(variances[i], RIDGE * RIDGE), 1));
    }
    return encoder;
  }

  /**
   * Reads a model's, and computes maps of further domains, as near to those that are there as they
   * can be.
   *
   * @param dataset has the model's domains first; they stay as they are
   */
  static LinearEncoder extending(TransferModel model, DomainDataset dataset, boolean flips) {
    LinearEncoder encoder = read(model);
    int known = encoder.maps.size();
    int size = encoder.directions.length;
    double[][] nearest = new double[size][size];
    for (double[][] map : encoder.maps) {
      Matrices.add(nearest, 1.0 / known, map);
    }
    float[][] columns = columns(encoder.directions);
    for (int domain = known; domain < dataset.domains().size(); domain++) {
      float[] mean = PrincipalSubspace.mean(dataset, flips, domain);
      double[][] covariance = PrincipalSubspace.covariance(dataset, flips, domain, mean, columns);
      double[][] codes = Matrices.congruent(nearest, covariance);
      double[][] correction = regular(codes).map(value -> 1 / Math.sqrt(value));
      encoder.add(mean, Matrices.product(correction, nearest));
    }
    return encoder;
  }

  private static LinearEncoder read(TransferModel model) {
    int domains = model.spec().domains().size();
    int size = model.spec().network().latentSize();
    float[] projection = model.tensor("encoder.projection.weight").toFloats();
    float[] alignment = model.tensor("encoder.alignment.weight").toFloats();
    int columns = projection.length / size;
    float[][] directions = new float[size][];
    for (int i = 0; i < size; i++) {
      directions[i] = Arrays.copyOfRange(projection, i * columns, (i + 1) * columns - domains);
    }
    LinearEncoder encoder = new LinearEncoder(directions, model.tensor(LOG_VAR).toFloats());
    for (int domain = 0; domain < domains; domain++) {
      float[] centre = new float[size];
      double[][] map = new double[size][size];
      for (int i = 0; i < size; i++) {
        centre[i] = -projection[(i + 1) * columns - domains + domain];
        for (int j = 0; j < size; j++) {
          map[i][j] = alignment[(domain * size + i) * size + j];
        }
      }
      encoder.centres.add(centre);
      encoder.maps.add(map);
    }
    return encoder;
  }

  /** Takes what keeps a map from growing without limit, for a covariance or one like it. */
  private static SymmetricEigen regular(double[][] covariance) {
    SymmetricEigen eigen = SymmetricEigen.of(covariance);
    double least = RIDGE * Math.max(Matrices.trace(covariance) / covariance.length, RIDGE);
    double[] values =
        Arrays.stream(eigen.values()).map(value -> Math.max(value, 0) + least).toArray();
    return new SymmetricEigen(values, eigen.vectors());
  }

  private static double[][] transport(SymmetricEigen from, SymmetricEigen to) {
    double[][] middle = Matrices.congruent(from.map(Math::sqrt), to.map(value -> value));
    return Matrices.congruent(
        from.map(value -> 1 / Math.sqrt(value)),
        SymmetricEigen.of(middle).map(value -> Math.sqrt(Math.max(value, 0))));
  }

  /** Returns the map after which a covariance is 1. */
  private static double[][] whitening(SymmetricEigen covariance) {
    double[][] map = covariance.vectors().clone();
    for (int i = 0; i < map.length; i++) {
      double scale = 1 / Math.sqrt(covariance.values()[i]);
      map[i] = Arrays.stream(map[i]).map(value -> scale * value).toArray();
    }
    return map;
  }

  private static float[][] columns(float[][] rows) {
    float[][] columns = new float[rows[0].length][rows.length];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < columns.length; j++) {
        columns[j][i] = rows[i][j];
      }
    }
    return columns;
  }

  private void add(float[] mean, double[][] map) {
    float[] centre = new float[directions.length];
    for (int i = 0; i < centre.length; i++) {
      double sum = 0;
      for (int pixel = 0; pixel < mean.length; pixel++) {
        sum += (double) directions[i][pixel] * mean[pixel];
      }
      centre[i] = (float) sum;
    }
    centres.add(centre);
    maps.add(map);
  }

  /**
   * Writes the encoder's arrays.
   *
   * @param layout of a network with {@link Network#hasLinearEncoder()}
   */
  void write(ParameterLayout layout, float[] vector) {
    int domains = maps.size();
    int size = directions.length;
    FloatBuffer projection = layout.slice(vector, "encoder.projection.weight");
    for (int i = 0; i < size; i++) {
      projection.put(directions[i]);
      for (float[] centre : centres) {
        projection.put(-centre[i]);
      }
    }
    FloatBuffer alignment = layout.slice(vector, "encoder.alignment.weight");
    for (double[][] map : maps) {
      for (double[] row : map) {
        for (double value : row) {
          alignment.put((float) value);
        }
      }
    }
    FloatBuffer choice = layout.slice(vector, "encoder.choice.weight");
    FloatBuffer mean = layout.slice(vector, "encoder.mean.weight");
    for (int domain = 0; domain < domains; domain++) {
      for (int i = 0; i < domains * size; i++) {
        choice.put(i / size == domain ? 1 : 0);
      }
    }
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < domains * size; j++) {
        mean.put(j % size == i ? 1 : 0);
      }
    }
    FloatBuffer weight = layout.slice(vector, "encoder.log_var.weight");
    while (weight.hasRemaining()) {
      weight.put(0);
    }
    layout.slice(vector, LOG_VAR).put(logVar);
  }
}

package io.trvae.spi.training;

import io.trvae.training.DomainDataset;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * The directions in which the images of each domain vary most about their domain's mean, all
 * domains counting alike, by iterating on a random subspace (Halko, Martinsson and Tropp 2011, doi
 * 10.1137/090771806, algorithm 4.4).
 */
final class PrincipalSubspace {

  /** Directions beside those wanted, so that these converge. */
  private static final int OVERSAMPLING = 32;

  private static final int ITERATIONS = 4;

  /** More images hardly change a covariance. */
  private static final int MAX_IMAGES = 6000;

  /** Images whose products share a reading of the subspace. */
  private static final int BLOCK = 8;

  /** Sums are made of so many, whatever the number of threads: the result is always the same. */
  private static final int SHARES = 4;

  private final DomainDataset dataset;
  private final boolean flips;
  private final int pixels;
  private final int width;
  private final float[][] means;

  /** {@code [pixels][width]}: its columns have length 1 and are orthogonal, or are 0. */
  private float[][] basis;

  /**
   * What was found.
   *
   * @param means each domain's mean image
   * @param directions {@code [size][pixels]}, of length 1 and orthogonal, the one of largest
   *     variance first; 0 where there are no more
   * @param covariances those of each domain's images along the directions
   * @param residual the variance of a pixel about what the directions say of it
   */
  record Found(float[][] means, float[][] directions, double[][][] covariances, double residual) {}

  private PrincipalSubspace(DomainDataset dataset, boolean flips, int size, long seed) {
    this.dataset = dataset;
    this.flips = flips;
    pixels = 3 * dataset.imageSize() * dataset.imageSize();
    width = Math.min(size + OVERSAMPLING, pixels);
    means = new float[dataset.domains().size()][];
    Arrays.setAll(means, domain -> mean(dataset, flips, domain));
    Random random = new Random(seed);
    basis = new float[pixels][width];
    for (float[] row : basis) {
      for (int i = 0; i < width; i++) {
        row[i] = (float) random.nextGaussian();
      }
    }
  }

  /**
   * Finds the directions.
   *
   * @param flips whether every other image is mirrored
   * @param size how many to find
   * @param seed of the subspace that is iterated on
   */
  static Found find(DomainDataset dataset, boolean flips, int size, long seed) {
    PrincipalSubspace subspace = new PrincipalSubspace(dataset, flips, size, seed);
    for (int i = 0; i < ITERATIONS; i++) {
      subspace.iterate();
    }
    return subspace.found(size);
  }

  /** Returns the mean image of a domain. */
  static float[] mean(DomainDataset dataset, boolean flips, int domain) {
    int pixels = 3 * dataset.imageSize() * dataset.imageSize();
    double[] sums = new double[pixels];
    float[] image = new float[pixels];
    int count = images(dataset, domain);
    for (int i = 0; i < count; i++) {
      copy(dataset, flips, domain, i, image);
      for (int pixel = 0; pixel < pixels; pixel++) {
        sums[pixel] += image[pixel];
      }
    }
    float[] mean = new float[pixels];
    for (int pixel = 0; pixel < pixels; pixel++) {
      mean[pixel] = (float) (sums[pixel] / count);
    }
    return mean;
  }

  /**
   * Returns the covariance of a domain's images along directions.
   *
   * @param mean the domain's mean image
   * @param directions {@code [pixels][width]}, a direction in each column
   */
  static double[][] covariance(
      DomainDataset dataset, boolean flips, int domain, float[] mean, float[][] directions) {
    int width = directions[0].length;
    int count = images(dataset, domain);
    double[][] sums = new double[width][width];
    for (int start = 0; start < count; start += BLOCK) {
      float[][] images = block(dataset, flips, domain, mean, start, Math.min(count, start + BLOCK));
      for (float[] code : products(images, directions)) {
        for (int i = 0; i < width; i++) {
          double factor = code[i] / (double) count;
          for (int j = 0; j < width; j++) {
            sums[i][j] += factor * code[j];
          }
        }
      }
    }
    return sums;
  }

  private static int images(DomainDataset dataset, int domain) {
    return Math.min(dataset.size(domain), MAX_IMAGES);
  }

  /** Copies one of the images that are looked at: they are spread over all of the domain. */
  private static void copy(
      DomainDataset dataset, boolean flips, int domain, int number, float[] image) {
    long size = dataset.size(domain);
    int index = (int) (number * size / images(dataset, domain));
    dataset.copyTo(domain, index, image, 0, flips && number % 2 == 1);
  }

  private static float[][] block(
      DomainDataset dataset, boolean flips, int domain, float[] mean, int from, int to) {
    float[][] images = new float[to - from][mean.length];
    for (int i = from; i < to; i++) {
      float[] image = images[i - from];
      copy(dataset, flips, domain, i, image);
      for (int pixel = 0; pixel < image.length; pixel++) {
        image[pixel] -= mean[pixel];
      }
    }
    return images;
  }

  /** Returns each image's products with the directions. */
  private static float[][] products(float[][] images, float[][] directions) {
    float[][] products = new float[images.length][directions[0].length];
    for (int pixel = 0; pixel < directions.length; pixel++) {
      float[] row = directions[pixel];
      for (int i = 0; i < images.length; i++) {
        addTo(products[i], images[i][pixel], row);
      }
    }
    return products;
  }

  private static void addTo(float[] sum, float factor, float[] row) {
    for (int j = 0; j < row.length; j++) {
      sum[j] += factor * row[j];
    }
  }

  /** Multiplies the subspace with the covariance of all images. */
  private void iterate() {
    orthonormalise();
    float[][][] shares =
        IntStream.range(0, SHARES).parallel().mapToObj(this::image).toArray(float[][][]::new);
    for (int share = 1; share < SHARES; share++) {
      for (int pixel = 0; pixel < pixels; pixel++) {
        addTo(shares[0][pixel], 1, shares[share][pixel]);
      }
    }
    basis = shares[0];
  }

  private float[][] image(int share) {
    float[][] sums = new float[pixels][width];
    for (int domain = 0; domain < means.length; domain++) {
      int count = images(dataset, domain);
      for (int start = share * BLOCK; start < count; start += SHARES * BLOCK) {
        float[][] images =
            block(dataset, flips, domain, means[domain], start, Math.min(count, start + BLOCK));
        float[][] products = products(images, basis);
        for (int pixel = 0; pixel < pixels; pixel++) {
          for (int i = 0; i < images.length; i++) {
            addTo(sums[pixel], images[i][pixel] / count, products[i]);
          }
        }
      }
    }
    return sums;
  }

  /** Makes the columns orthogonal, of length 1; 0 where they depend on those before. */
  private void orthonormalise() {
    double[][] gram = new double[width][width];
    for (float[] row : basis) {
      for (int i = 0; i < width; i++) {
        double factor = row[i];
        double[] sum = gram[i];
        for (int j = 0; j <= i; j++) {
          sum[j] += factor * row[j];
        }
      }
    }
    double[][] lower = Matrices.cholesky(gram);
    for (float[] row : basis) {
      for (int i = 0; i < width; i++) {
        double value = row[i];
        for (int j = 0; j < i; j++) {
          value -= lower[i][j] * row[j];
        }
        row[i] = lower[i][i] == 0 ? 0 : (float) (value / lower[i][i]);
      }
    }
  }

  private Found found(int size) {
    orthonormalise();
    double[][][] covariances =
        IntStream.range(0, means.length)
            .parallel()
            .mapToObj(domain -> covariance(dataset, flips, domain, means[domain], basis))
            .toArray(double[][][]::new);
    double[][] average = new double[width][width];
    for (double[][] covariance : covariances) {
      Matrices.add(average, 1.0 / means.length, covariance);
    }
    double[][] turn = new double[size][width];
    double[][] vectors = SymmetricEigen.of(average).vectors();
    System.arraycopy(vectors, 0, turn, 0, Math.min(size, width));
    double[][][] turned =
        Arrays.stream(covariances)
            .map(covariance -> Matrices.congruent(turn, covariance))
            .toArray(double[][][]::new);
    double explained = Arrays.stream(turned).mapToDouble(Matrices::trace).sum() / means.length;
    double rest = Math.max(variance() - explained, 0);
    return new Found(means, directions(turn), turned, rest / pixels);
  }

  private float[][] directions(double[][] turn) {
    float[][] directions = new float[turn.length][pixels];
    for (int i = 0; i < turn.length; i++) {
      for (int pixel = 0; pixel < pixels; pixel++) {
        double sum = 0;
        for (int j = 0; j < width; j++) {
          sum += turn[i][j] * basis[pixel][j];
        }
        directions[i][pixel] = (float) sum;
      }
    }
    return directions;
  }

  /** Returns the variance of images about their domain's mean, summed over the pixels. */
  private double variance() {
    double variance = 0;
    for (int domain = 0; domain < means.length; domain++) {
      int count = images(dataset, domain);
      for (int i = 0; i < count; i++) {
        for (float value : block(dataset, flips, domain, means[domain], i, i + 1)[0]) {
          variance += (double) value * value / count;
        }
      }
    }
    return variance / means.length;
  }
}

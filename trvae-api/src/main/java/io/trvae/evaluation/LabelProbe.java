package io.trvae.evaluation;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Tells how much vectors give away about their labels, such as latent codes about the domain of
 * their image: a small classifier learns the labels of some and is asked for those of others (Alain
 * and Bengio 2016, "Understanding intermediate layers using linear classifier probes"). Vectors
 * that tell nothing leave it with the share of the commonest label, at best.
 *
 * <p>Every value is first shifted and scaled to mean 0 and variance 1 on the vectors learnt from;
 * the classifier then minimises the mean cross-entropy plus 0.0005 times the sum of its squared
 * weights, all vectors at once, in at most 200 steps of L-BFGS.
 *
 * @since 0.1.0
 */
public enum LabelProbe {

  /** Multinomial logistic regression: finds what a hyperplane can tell apart. */
  LINEAR,

  /** A perceptron of two layers, with 64 hidden units and tanh: finds more, and takes longer. */
  TWO_LAYER;

  private static final int HIDDEN_UNITS = 64;
  private static final double WEIGHT_DECAY = 1e-3;
  private static final int ITERATIONS = 200;

  /**
   * Measures the accuracy on vectors that were not learnt from, by cross-validation.
   *
   * <p>The vectors are dealt at random into parts of about equal size, in which every label is
   * about as frequent as in all; each part is classified by a probe that learnt from the others.
   *
   * @param vectors the vectors, all of one length
   * @param labels the label of each vector, from 0; every label up to the largest must occur at
   *     least {@code folds} times
   * @param folds the number of parts, at least 2
   * @param seed determines the parts, and where the learning starts
   * @return the share of vectors whose label was found, in [0, 1]
   * @throws IllegalArgumentException if there is no vector, lengths differ, a value is not finite,
   *     there is only one label, or one of them is negative or too rare
   */
  public Estimate accuracy(float[][] vectors, int[] labels, int folds, long seed) {
    int width = Vectors.width("vectors", vectors);
    int classes = check(vectors, labels, folds);
    Random random = new Random(seed);
    int[] foldOf = deal(labels, classes, folds, random);
    DenseNetwork network =
        switch (this) {
          case LINEAR -> new DenseNetwork(width, classes);
          case TWO_LAYER -> new DenseNetwork(width, HIDDEN_UNITS, classes);
        };
    double[][] starts = new double[folds][];
    Arrays.setAll(starts, fold -> network.initialParameters(random));
    double[] found = new double[vectors.length];
    IntStream.range(0, folds)
        .parallel()
        .forEach(
            fold -> {
              double[][] standardised = standardise(vectors, foldOf, fold);
              double[] learnt = learn(network, starts[fold], standardised, labels, foldOf, fold);
              for (int i = 0; i < found.length; i++) {
                if (foldOf[i] == fold) {
                  found[i] = network.classify(learnt, standardised[i]) == labels[i] ? 1 : 0;
                }
              }
            });
    return Estimate.meanOf(found);
  }

  /** Returns the number of labels. */
  private static int check(float[][] vectors, int[] labels, int folds) {
    if (labels.length != vectors.length) {
      throw new IllegalArgumentException(
          "There are " + vectors.length + " vectors, but " + labels.length + " labels");
    }
    if (folds < 2) {
      throw new IllegalArgumentException("folds must be at least 2, got " + folds);
    }
    int[] sorted = labels.clone();
    Arrays.sort(sorted);
    int classes = sorted[sorted.length - 1] + 1;
    if (sorted[0] < 0 || classes < 2) {
      throw new IllegalArgumentException(
          "Labels must be 0 and up, at least two different ones; got "
              + sorted[0]
              + " to "
              + (classes - 1));
    }
    int next = 0;
    for (int label = 0; label < classes; label++) {
      int first = next;
      while (next < sorted.length && sorted[next] == label) {
        next++;
      }
      if (next - first < folds) {
        throw new IllegalArgumentException(
            "Label "
                + label
                + " occurs "
                + (next - first)
                + " times, "
                + folds
                + " folds need it at least as often");
      }
    }
    return classes;
  }

  /** The fold of each vector: label by label in random order, one to each fold in turn. */
  private static int[] deal(int[] labels, int classes, int folds, Random random) {
    int[] foldOf = new int[labels.length];
    int dealt = 0;
    for (int label = 0; label < classes; label++) {
      int[] shuffled = new int[labels.length];
      int count = 0;
      for (int i = 0; i < labels.length; i++) {
        if (labels[i] == label) {
          int j = random.nextInt(count + 1);
          shuffled[count] = shuffled[j];
          shuffled[j] = i;
          count++;
        }
      }
      for (int i = 0; i < count; i++) {
        foldOf[shuffled[i]] = dealt % folds;
        dealt++;
      }
    }
    return foldOf;
  }

  /** All vectors, shifted and scaled by what those outside the fold have; constants become 0. */
  private static double[][] standardise(float[][] vectors, int[] foldOf, int fold) {
    double[][] standardised = new double[vectors.length][vectors[0].length];
    for (int j = 0; j < vectors[0].length; j++) {
      int count = 0;
      double sum = 0;
      for (int i = 0; i < vectors.length; i++) {
        if (foldOf[i] != fold) {
          sum += vectors[i][j];
          count++;
        }
      }
      double mean = sum / count;
      double squares = 0;
      for (int i = 0; i < vectors.length; i++) {
        if (foldOf[i] != fold) {
          squares += (vectors[i][j] - mean) * (vectors[i][j] - mean);
        }
      }
      double deviation = Math.sqrt(squares / count);
      for (int i = 0; i < vectors.length; i++) {
        standardised[i][j] = deviation == 0 ? 0 : (vectors[i][j] - mean) / deviation;
      }
    }
    return standardised;
  }

  private static double[] learn(
      DenseNetwork network,
      double[] start,
      double[][] vectors,
      int[] labels,
      int[] foldOf,
      int fold) {
    double[][] seen = new double[vectors.length][];
    int[] seenLabels = new int[vectors.length];
    int count = 0;
    for (int i = 0; i < vectors.length; i++) {
      if (foldOf[i] != fold) {
        seen[count] = vectors[i];
        seenLabels[count] = labels[i];
        count++;
      }
    }
    double[][] inputs = Arrays.copyOf(seen, count);
    return LimitedMemoryBfgs.minimise(
        (parameters, gradient) ->
            network.loss(parameters, inputs, seenLabels, WEIGHT_DECAY, gradient),
        start,
        ITERATIONS);
  }
}

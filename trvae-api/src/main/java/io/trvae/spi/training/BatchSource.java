package io.trvae.spi.training;

import io.trvae.training.DomainDataset;
import java.util.Arrays;
import java.util.Random;

/**
 * Draws batches with the same number of images from each domain.
 *
 * <p>Every domain is walked through in a random order, then again in another one. Which images a
 * step gets depends on the seed and the step alone. Not thread-safe.
 *
 * @since 0.1.0
 */
public final class BatchSource {

  /** Draws that no operation of a network makes: those count up from 0. */
  private static final int FLIPS = -1;

  private static final int ORDER = -2;

  private final DomainDataset dataset;
  private final int perDomain;
  private final boolean flips;
  private final long seed;
  private final int[][] order;
  private final long[] pass;

  /**
   * Prepares to draw.
   *
   * @param dataset the images
   * @param batchSize a multiple of the number of domains
   * @param flips whether to mirror images at random
   * @param seed determines the order and what is mirrored
   */
  public BatchSource(DomainDataset dataset, int batchSize, boolean flips, long seed) {
    this.dataset = dataset;
    this.flips = flips;
    this.seed = seed;
    int domains = dataset.domains().size();
    perDomain = batchSize / domains;
    order = new int[domains][];
    pass = new long[domains];
    Arrays.fill(pass, -1);
  }

  /**
   * Returns the batch of a step.
   *
   * @param step from 0
   * @return the batch
   */
  public Batch at(long step) {
    int domains = order.length;
    int batch = perDomain * domains;
    int imageLength = 3 * dataset.imageSize() * dataset.imageSize();
    float[] images = new float[batch * imageLength];
    float[] labels = new float[batch * domains];
    int[] domainOf = new int[batch];
    Random mirror = Noise.random(seed, step, FLIPS);
    for (int row = 0; row < batch; row++) {
      int domain = row / perDomain;
      int index = index(domain, step * perDomain + row % perDomain);
      boolean mirrored = flips && mirror.nextBoolean();
      dataset.copyTo(domain, index, images, row * imageLength, mirrored);
      labels[row * domains + domain] = 1;
      domainOf[row] = domain;
    }
    return new Batch(images, labels, domainOf);
  }

  private int index(int domain, long position) {
    int size = dataset.size(domain);
    long wanted = position / size;
    if (pass[domain] != wanted) {
      order[domain] = shuffled(size, Noise.random(seed, wanted, ORDER - domain));
      pass[domain] = wanted;
    }
    return order[domain][(int) (position % size)];
  }

  private static int[] shuffled(int size, Random random) {
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }
}

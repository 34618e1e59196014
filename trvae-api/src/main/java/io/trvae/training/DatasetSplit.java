package io.trvae.training;

import io.trvae.DomainLabel;
import io.trvae.ErrorCode;
import io.trvae.TrainingException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * A data set in two parts: the images to train on and those to validate with.
 *
 * <p>The parts are views: they share the images of the whole, and are as thread-safe as it is.
 * Within a part the images keep their order.
 *
 * @param training the images to train on, at least two of each domain
 * @param validation the images to validate with, at least one of each domain
 * @since 0.1.0
 */
public record DatasetSplit(DomainDataset training, DomainDataset validation) {

  /** The images that a domain needs: two to train on, so that a step can mix, one to validate. */
  public static final int MINIMUM_IMAGES = 3;

  /**
   * Draws the validation images of each domain at random. The same arguments and sizes always give
   * the same parts.
   *
   * @param dataset the images
   * @param validationFraction the share of each domain's images that is kept for validation, in (0,
   *     0.5]; rounded down, but at least one image
   * @param seed determines the draw
   * @return the parts
   * @throws TrainingException if a domain has fewer than {@value #MINIMUM_IMAGES} images
   * @throws IllegalArgumentException if the fraction is out of range
   */
  public static DatasetSplit of(DomainDataset dataset, double validationFraction, long seed) {
    if (!(validationFraction > 0 && validationFraction <= 0.5)) {
      throw new IllegalArgumentException(
          "validationFraction " + validationFraction + " is not in (0, 0.5]");
    }
    int domains = dataset.domains().size();
    int[][] training = new int[domains][];
    int[][] validation = new int[domains][];
    Random random = new Random(seed);
    for (int domain = 0; domain < domains; domain++) {
      int size = dataset.size(domain);
      checkSize(dataset.domains().get(domain), size);
      int[] shuffled = shuffledIndices(size, random);
      int held = Math.max(1, (int) (size * validationFraction));
      validation[domain] = sorted(shuffled, 0, held);
      training[domain] = sorted(shuffled, held, size);
    }
    return new DatasetSplit(new View(dataset, training), new View(dataset, validation));
  }

  static void checkSize(DomainLabel domain, int size) {
    if (size < MINIMUM_IMAGES) {
      throw new TrainingException(
          ErrorCode.DATASET_INVALID,
          "The domain '"
              + domain
              + "' has "
              + size
              + " usable images, it needs at least "
              + MINIMUM_IMAGES
              + "; add images (hundreds at least for a useful model), or check the path and"
              + " sub-folder that they are read from");
    }
  }

  /** Fisher and Yates' shuffle, written out because it must never change. */
  private static int[] shuffledIndices(int size, Random random) {
    int[] indices = new int[size];
    for (int i = 0; i < size; i++) {
      int j = random.nextInt(i + 1);
      indices[i] = indices[j];
      indices[j] = i;
    }
    return indices;
  }

  private static int[] sorted(int[] indices, int from, int to) {
    int[] part = Arrays.copyOfRange(indices, from, to);
    Arrays.sort(part);
    return part;
  }

  private static final class View implements DomainDataset {

    private final DomainDataset whole;
    private final int[][] indices;

    View(DomainDataset whole, int[][] indices) {
      this.whole = whole;
      this.indices = indices;
    }

    @Override
    public List<DomainLabel> domains() {
      return whole.domains();
    }

    @Override
    public int imageSize() {
      return whole.imageSize();
    }

    @Override
    public int size(int domain) {
      return indices[domain].length;
    }

    @Override
    public void copyTo(int domain, int index, float[] target, int offset, boolean mirrored) {
      whole.copyTo(domain, indices[domain][index], target, offset, mirrored);
    }
  }
}

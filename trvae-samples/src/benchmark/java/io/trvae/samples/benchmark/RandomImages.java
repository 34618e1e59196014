package io.trvae.samples.benchmark;

import io.trvae.DomainLabel;
import io.trvae.model.ModelSpec;
import io.trvae.training.DomainDataset;
import java.util.List;
import java.util.Random;

/** Images of noise to train on: they cost as much as others. */
final class RandomImages implements DomainDataset {

  private static final int PER_DOMAIN = 64;

  private final List<DomainLabel> domains;
  private final int imageSize;
  private final float[][][] images;

  RandomImages(ModelSpec spec) {
    domains = spec.domains();
    imageSize = spec.imageSize();
    images = new float[domains.size()][PER_DOMAIN][3 * imageSize * imageSize];
    Random random = new Random(1);
    for (float[][] domain : images) {
      for (float[] image : domain) {
        for (int i = 0; i < image.length; i++) {
          image[i] = random.nextFloat();
        }
      }
    }
  }

  @Override
  public List<DomainLabel> domains() {
    return domains;
  }

  @Override
  public int imageSize() {
    return imageSize;
  }

  @Override
  public int size(int domain) {
    return PER_DOMAIN;
  }

  @Override
  public void copyTo(int domain, int index, float[] target, int offset, boolean mirrored) {
    if (mirrored) {
      throw new IllegalArgumentException("Noise is not mirrored");
    }
    float[] image = images[domain][index];
    System.arraycopy(image, 0, target, offset, image.length);
  }
}

package io.trvae.training;

import java.util.List;

/**
 * What a {@link DatasetLoader} found.
 *
 * @param dataset the images
 * @param skipped the files that look like images by their names but could not be used, in the order
 *     of the images
 * @since 0.1.0
 */
public record LoadedDataset(DomainDataset dataset, List<SkippedImage> skipped) {

  /** Copies the list. */
  public LoadedDataset {
    skipped = List.copyOf(skipped);
  }
}

package io.trvae.internal.pipeline;

import io.trvae.DomainLabel;
import io.trvae.RgbImage;
import io.trvae.TransferRequest;
import java.util.ArrayList;
import java.util.List;

/**
 * Which encodings a batch of requests needs: requests that follow each other with the same image
 * and source domain share one.
 *
 * @param images what to encode
 * @param domains the source domain of each of these images
 * @param indices for each request, which encoding is its own
 */
record Encodings(List<RgbImage> images, List<DomainLabel> domains, List<Integer> indices) {

  static Encodings neededBy(List<TransferRequest> requests) {
    List<RgbImage> images = new ArrayList<>();
    List<DomainLabel> domains = new ArrayList<>();
    List<Integer> indices = new ArrayList<>();
    for (TransferRequest request : requests) {
      int last = images.size() - 1;
      if (last < 0
          || !domains.get(last).equals(request.from())
          || !images.get(last).equals(request.image())) {
        images.add(request.image());
        domains.add(request.from());
        last++;
      }
      indices.add(last);
    }
    return new Encodings(images, domains, indices);
  }
}

package io.trvae.samples.web;

import io.trvae.Cancellation;
import io.trvae.DomainLabel;
import io.trvae.OutputSize;
import io.trvae.RgbImage;
import io.trvae.TransferPipeline;
import io.trvae.TransferRequest;
import io.trvae.TransferResult;
import io.trvae.face.FacePolicy;
import java.util.List;
import java.util.Optional;

/** Draws a picture as those of a request's parameters say that all calls have in common. */
final class Drawing {

  private static final int MAX_SIZE = 1024;

  private final TransferPipeline pipeline;
  private final long maxPixels;
  private final DomainLabel from;
  private final Optional<Long> seed;
  private final Optional<Integer> size;
  private final FacePolicy faces;

  /**
   * Reads the parameters.
   *
   * @param maxPixels the most pixels of all pictures together
   */
  Drawing(TransferPipeline pipeline, long maxPixels, Query query) {
    this.pipeline = pipeline;
    this.maxPixels = maxPixels;
    from = query.required("from", DomainLabel::of);
    seed = query.one("seed", Long::valueOf);
    size = query.one("size", Drawing::size);
    faces = FaceChoice.policy(query);
    pipeline.model().spec().indexOf(from);
  }

  private static int size(String text) {
    int value = Integer.parseInt(text);
    if (value < 1 || value > MAX_SIZE) {
      throw new IllegalArgumentException(text + " is not in [1, " + MAX_SIZE + "]");
    }
    return value;
  }

  TransferRequest request(RgbImage picture, DomainLabel to, double strength) {
    TransferRequest request =
        TransferRequest.of(picture, from, to)
            .withStrength(strength)
            .withOutputSize(size.map(OutputSize::pixels).orElseGet(OutputSize::ofModel));
    if (seed.isPresent()) {
      request = request.withSampling(seed.get());
    }
    try {
      return request.withFaces(faces);
    } catch (IllegalArgumentException outside) {
      throw new Refusal(400, "'face': " + outside.getMessage());
    }
  }

  /**
   * Draws.
   *
   * @param requests at least one, all for one picture
   * @throws Refusal if they have more pixels together than are allowed
   */
  List<TransferResult> draw(List<TransferRequest> requests, Cancellation cancellation) {
    checkPixels(requests.get(0).image(), requests.size());
    return pipeline.transferAll(requests, (done, total) -> {}, cancellation);
  }

  private void checkPixels(RgbImage picture, int count) {
    long drawn = pipeline.model().spec().imageSize();
    long side = size.isPresent() ? size.get() : drawn;
    long result = isFaceAlone() ? side * side : (long) picture.width() * picture.height();
    // However small a result is, it is drawn at the model's size.
    long pixels = count * Math.max(drawn * drawn, result);
    if (pixels > maxPixels) {
      throw new Refusal(
          413, count + " pictures would have " + pixels + " pixels; the limit is " + maxPixels);
    }
  }

  private boolean isFaceAlone() {
    return faces instanceof FacePolicy.WholeImage
        || (faces instanceof FacePolicy.Given given && given.putBack().isEmpty())
        || (faces instanceof FacePolicy.Largest largest && largest.putBack().isEmpty());
  }
}

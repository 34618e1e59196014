package io.trvae.samples.web;

import io.trvae.Cancellation;
import io.trvae.DomainLabel;
import io.trvae.OutputSize;
import io.trvae.RgbImage;
import io.trvae.TransferPipeline;
import io.trvae.TransferRequest;
import io.trvae.TransferResult;
import io.trvae.face.FacePolicy;
import io.trvae.model.ModelSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Draws a picture in the domains, and to the strengths, that a request's parameters say. */
final class TransferCall implements PictureTask {

  private static final int MAX_SIZE = 1024;

  private final TransferPipeline pipeline;
  private final long maxPixels;
  private final DomainLabel from;
  private final List<DomainLabel> to;
  private final List<Double> strengths;
  private final Optional<Long> seed;
  private final Optional<Integer> size;
  private final FacePolicy faces;

  /**
   * Reads the parameters.
   *
   * @param maxPixels the most pixels of all pictures together
   */
  TransferCall(TransferPipeline pipeline, long maxPixels, Query query) {
    this.pipeline = pipeline;
    this.maxPixels = maxPixels;
    ModelSpec model = pipeline.model().spec();
    from = query.required("from", DomainLabel::of);
    List<DomainLabel> targets = query.all("to", DomainLabel::of);
    to = targets.isEmpty() ? model.domains() : targets;
    List<Double> asked = query.all("strength", TransferCall::strength);
    strengths = asked.isEmpty() ? List.of(1.0) : asked;
    seed = query.one("seed", Long::valueOf);
    size = query.one("size", TransferCall::size);
    faces = FaceChoice.policy(query);
    query.refuseOthers();
    model.indexOf(from);
    to.forEach(model::indexOf);
  }

  private static double strength(String text) {
    double value = Double.parseDouble(text);
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(text + " is not in [0, 1]");
    }
    return value;
  }

  private static int size(String text) {
    int value = Integer.parseInt(text);
    if (value < 1 || value > MAX_SIZE) {
      throw new IllegalArgumentException(text + " is not in [1, " + MAX_SIZE + "]");
    }
    return value;
  }

  @Override
  public Transferred run(RgbImage picture, Cancellation cancellation) {
    List<TransferRequest> requests = requests(picture);
    checkPixels(picture, requests.size());
    List<TransferResult> results =
        pipeline.transferAll(requests, (done, total) -> {}, cancellation);
    List<Transferred.Picture> pictures = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      double strength = requests.get(i).strength();
      pictures.add(Transferred.Picture.of(results.get(i), strength));
    }
    return Transferred.of(picture, results.get(0), pictures);
  }

  private List<TransferRequest> requests(RgbImage picture) {
    List<TransferRequest> requests = new ArrayList<>();
    for (DomainLabel domain : to) {
      for (double strength : strengths) {
        TransferRequest request =
            TransferRequest.of(picture, from, domain)
                .withStrength(strength)
                .withOutputSize(size.map(OutputSize::pixels).orElseGet(OutputSize::ofModel));
        if (seed.isPresent()) {
          request = request.withSampling(seed.get());
        }
        requests.add(withFaces(request));
      }
    }
    return requests;
  }

  private TransferRequest withFaces(TransferRequest request) {
    try {
      return request.withFaces(faces);
    } catch (IllegalArgumentException outside) {
      throw new Refusal(400, "'face': " + outside.getMessage());
    }
  }

  private void checkPixels(RgbImage picture, int count) {
    long side = size.orElse(pipeline.model().spec().imageSize());
    long each = isFaceAlone() ? side * side : (long) picture.width() * picture.height();
    long pixels = count * each;
    if (pixels > maxPixels) {
      throw new Refusal(
          413, count + " pictures would have " + pixels + " pixels; the limit is " + maxPixels);
    }
  }

  private boolean isFaceAlone() {
    return faces instanceof FacePolicy.WholeImage
        || (faces instanceof FacePolicy.Given given && given.putBack().isEmpty());
  }
}

package io.trvae.samples.web;

import io.trvae.Cancellation;
import io.trvae.DomainLabel;
import io.trvae.RgbImage;
import io.trvae.TransferPipeline;
import io.trvae.TransferRequest;
import io.trvae.TransferResult;
import io.trvae.model.ModelSpec;
import java.util.ArrayList;
import java.util.List;

/** Draws a picture in the domains, and to the strengths, that a request's parameters say. */
final class TransferCall implements PictureTask {

  private final Drawing drawing;
  private final List<DomainLabel> to;
  private final List<Double> strengths;

  /**
   * Reads the parameters.
   *
   * @param maxPixels the most pixels of all pictures together
   */
  TransferCall(TransferPipeline pipeline, long maxPixels, Query query) {
    drawing = new Drawing(pipeline, maxPixels, query);
    ModelSpec model = pipeline.model().spec();
    List<DomainLabel> targets = query.all("to", DomainLabel::of);
    to = targets.isEmpty() ? model.domains() : targets;
    List<Double> asked = query.all("strength", TransferCall::strength);
    strengths = asked.isEmpty() ? List.of(1.0) : asked;
    query.refuseOthers();
    to.forEach(model::indexOf);
  }

  private static double strength(String text) {
    double value = Double.parseDouble(text);
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(text + " is not in [0, 1]");
    }
    return value;
  }

  @Override
  public Answer run(RgbImage picture, Cancellation cancellation) {
    List<TransferRequest> requests = new ArrayList<>();
    for (DomainLabel domain : to) {
      for (double strength : strengths) {
        requests.add(drawing.request(picture, domain, strength));
      }
    }
    List<TransferResult> results = drawing.draw(requests, cancellation);
    List<Transferred.Picture> pictures = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      double strength = requests.get(i).strength();
      pictures.add(Transferred.Picture.of(results.get(i), strength));
    }
    return Answer.json(Transferred.of(picture, results.get(0), pictures));
  }
}

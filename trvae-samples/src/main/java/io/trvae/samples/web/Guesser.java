package io.trvae.samples.web;

import io.trvae.DomainLabel;
import io.trvae.RgbImage;
import io.trvae.evaluation.ImageBatch;
import io.trvae.evaluation.Judge;
import java.util.ArrayList;
import java.util.List;

/** Asks a judge which of a model's domains a picture belongs to. Thread-safe. */
final class Guesser {

  private final Judge judge;
  private final List<DomainLabel> domains;
  private final int size;

  /**
   * @param domains those of the model; the judge has to know each
   * @param size what the picture is resized to before it is judged
   */
  Guesser(Judge judge, List<DomainLabel> domains, int size) {
    this.judge = judge;
    this.domains = domains;
    this.size = size;
  }

  /**
   * The answer to a guess.
   *
   * @param domain the most likely domain
   * @param probabilities that of each domain, in the model's order
   */
  record Guess(String domain, List<Probability> probabilities) {}

  record Probability(String domain, double probability) {}

  /** Reads the parameters of a request: there are none. */
  PictureTask task(Query query) {
    query.refuseOthers();
    return (picture, cancellation) -> Answer.json(guess(picture));
  }

  private Guess guess(RgbImage picture) {
    RgbImage face = picture.centreSquare().resize(size, size);
    ImageBatch batch = ImageBatch.of(size, face.toFloats());
    float[] logits;
    synchronized (this) {
      logits = judge.judge(batch).logits()[0];
    }
    return guess(logits);
  }

  /** The softmax over the model's domains: the judge may know more. */
  private Guess guess(float[] logits) {
    double[] odds =
        domains.stream().mapToDouble(domain -> logits[judge.domains().indexOf(domain)]).toArray();
    double largest = Double.NEGATIVE_INFINITY;
    for (double logit : odds) {
      largest = Math.max(largest, logit);
    }
    double sum = 0;
    for (int i = 0; i < odds.length; i++) {
      odds[i] = Math.exp(odds[i] - largest);
      sum += odds[i];
    }
    List<Probability> probabilities = new ArrayList<>();
    int best = 0;
    for (int i = 0; i < odds.length; i++) {
      probabilities.add(new Probability(domains.get(i).name(), odds[i] / sum));
      best = odds[i] > odds[best] ? i : best;
    }
    return new Guess(domains.get(best).name(), probabilities);
  }
}

package io.trvae.samples.web;

import io.trvae.DomainLabel;
import io.trvae.evaluation.ImageBatch;
import io.trvae.evaluation.Judge;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A judge that takes its time: it waits at a gate until that is opened. */
final class GatedJudge implements Judge {

  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch opened = new CountDownLatch(1);

  @Override
  public List<DomainLabel> domains() {
    // In another order than the model's, and with one that it does not know.
    return List.of(
        DomainLabel.CARTOON, DomainLabel.of("sketch"), DomainLabel.ANIME, DomainLabel.REAL);
  }

  @Override
  public Verdict judge(ImageBatch images) {
    reached.countDown();
    try {
      opened.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return new Verdict(new float[][] {{0, 9, (float) Math.log(3), 0}}, new float[1][0]);
  }

  void awaitCall() throws InterruptedException {
    reached.await();
  }

  void open() {
    opened.countDown();
  }
}

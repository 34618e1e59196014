package io.trvae.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.trvae.DomainLabel;
import io.trvae.dl4j.DomainJudge;
import io.trvae.evaluation.ImageBatch;
import io.trvae.model.JudgeModel;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What the published weights of the judge do; how well is measured on a whole test split. */
class BundledJudgeTest {

  @Test
  void knowsTheDemonstrationImages() throws IOException {
    try (DomainJudge judge = DomainJudge.open(JudgeModel.bundled())) {
      assertThat(judge.domains())
          .containsExactly(DomainLabel.REAL, DomainLabel.ANIME, DomainLabel.CARTOON);
      for (DemoImage image : DemoImage.all()) {
        float[] pixels = image.read().centreSquare().resize(64, 64).toFloats();

        float[] logits = judge.judge(ImageBatch.of(64, pixels)).logits()[0];

        int own = judge.domains().indexOf(image.domain());
        for (int other = 0; other < 3; other++) {
          assertThat(logits[own]).as(image.title()).isGreaterThanOrEqualTo(logits[other]);
        }
      }
    }
  }

  @Test
  void tellsUnderWhichTermsItMayBeUsed() {
    assertThat(JudgeModel.bundled().provenance().licence()).contains("non-commercial");
  }
}

package io.trvae.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.trvae.DomainLabel;
import io.trvae.Precision;
import io.trvae.RgbImage;
import io.trvae.TransferPipeline;
import io.trvae.dl4j.OneDnnBackendProvider;
import io.trvae.spi.BackendStatus;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What a lower precision does to the pictures that the published weights draw. */
class BundledModelPrecisionTest {

  /** On a whole test split: 0.18 of 255 on average, 0.38 in the worst of 5760 pictures. */
  @Test
  void bfloat16ChangesLessThanHalfAStepOfAColour() throws IOException {
    assumeThat(new OneDnnBackendProvider().probe(Precision.BFLOAT16))
        .isInstanceOf(BackendStatus.Available.class);
    try (TransferPipeline exact = TransferPipeline.open();
        TransferPipeline rounded =
            TransferPipeline.builder().precision(Precision.BFLOAT16).build()) {
      for (DemoImage image : DemoImage.all()) {
        for (DomainLabel domain : exact.model().spec().domains()) {
          double difference =
              meanDifference(
                  exact.transfer(image.read(), image.domain(), domain),
                  rounded.transfer(image.read(), image.domain(), domain));

          assertThat(difference).as(image.title() + " as " + domain).isBetween(0.01, 0.5);
        }
      }
    }
  }

  private static double meanDifference(RgbImage one, RgbImage other) {
    byte[] colours = one.rgb();
    byte[] others = other.rgb();
    double sum = 0;
    for (int i = 0; i < colours.length; i++) {
      sum += Math.abs(Byte.toUnsignedInt(colours[i]) - Byte.toUnsignedInt(others[i]));
    }
    return sum / colours.length;
  }
}

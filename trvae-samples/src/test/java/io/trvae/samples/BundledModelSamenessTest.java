package io.trvae.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.trvae.Cancellation;
import io.trvae.DomainLabel;
import io.trvae.RgbImage;
import io.trvae.TransferPipeline;
import io.trvae.TransferRequest;
import io.trvae.TransferResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the published weights draw is the same again, and almost the same by another backend. */
@TestInstance(Lifecycle.PER_CLASS)
class BundledModelSamenessTest {

  private final List<TransferRequest> requests = new ArrayList<>();
  private List<RgbImage> expected;

  @BeforeAll
  void draw() throws IOException {
    try (TransferPipeline pipeline = open("onednn", 1)) {
      for (DemoImage image : DemoImage.all()) {
        for (DomainLabel domain : pipeline.model().spec().domains()) {
          TransferRequest request = TransferRequest.of(image.read(), image.domain(), domain);
          requests.add(request);
          requests.add(request.withStrength(0.7).withSampling(requests.size()));
        }
      }
      expected = alone(pipeline);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void onAnyNumberOfThreadsAndInAnyCompany(int threads) {
    try (TransferPipeline pipeline = open("onednn", threads)) {
      assertThat(alone(pipeline)).isEqualTo(expected);
      assertThat(
              pipeline.transferAll(requests, (done, total) -> {}, new Cancellation()).stream()
                  .map(TransferResult::image)
                  .toList())
          .isEqualTo(expected);
    }
  }

  /** Both compute in float32 and add in other orders. */
  @Test
  void anotherBackendChangesNoColourByMoreThanOneStep() {
    List<RgbImage> others;
    try (TransferPipeline pipeline = open("nd4j", 2)) {
      others = alone(pipeline);
    }
    int most = 0;
    for (int i = 0; i < expected.size(); i++) {
      byte[] ours = expected.get(i).rgb();
      byte[] theirs = others.get(i).rgb();
      for (int k = 0; k < ours.length; k++) {
        int step = Byte.toUnsignedInt(ours[k]) - Byte.toUnsignedInt(theirs[k]);
        most = Math.max(most, Math.abs(step));
      }
    }
    assertThat(most).isLessThanOrEqualTo(1);
  }

  private static TransferPipeline open(String backend, int threads) {
    return TransferPipeline.builder().backend(backend).threads(threads).build();
  }

  private List<RgbImage> alone(TransferPipeline pipeline) {
    return requests.stream().map(request -> pipeline.transfer(request).image()).toList();
  }
}

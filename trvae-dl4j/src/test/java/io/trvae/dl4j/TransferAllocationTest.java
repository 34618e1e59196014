package io.trvae.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.trvae.DomainLabel;
import io.trvae.Precision;
import io.trvae.RgbImage;
import io.trvae.TransferPipeline;
import io.trvae.TransferRequest;
import io.trvae.dl4j.internal.plan.OneDnnBackend;
import io.trvae.face.Face;
import io.trvae.face.FacePolicy;
import io.trvae.face.PutBack;
import io.trvae.internal.pipeline.DefaultTransferPipeline;
import io.trvae.model.TransferModel;
import io.trvae.network.Architecture;
import io.trvae.network.NetworkSpec;
import io.trvae.testkit.Images;
import io.trvae.testkit.RandomModels;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransferAllocationTest {

  private static final int SIZE = 64;
  private static final int LATENT = 256;
  private static final int CALLS = 500;

  /** Counted in bytes, not timed. */
  @Test
  void aTransferTakesLittleMoreFromTheHeapThanItsResult() {
    TransferRequest request =
        TransferRequest.of(Images.noise(SIZE, SIZE, 1), DomainLabel.REAL, DomainLabel.ANIME);
    try (TransferPipeline pipeline = open(SIZE)) {
      allocatedPerCall(pipeline, request, CALLS);
      long allocated = allocatedPerCall(pipeline, request, CALLS);

      int result = 3 * SIZE * SIZE + 2 * LATENT * Float.BYTES;
      assertThat(allocated - result).isBetween(0L, 4095L);
    }
  }

  /** The result, and what the face is cut from: half of the photo, or next to none of it. */
  @ParameterizedTest
  @CsvSource({"1000, 2", "100, 1.1"})
  void aFacePutBackCopiesThePhotoOnce(double side, double photos) {
    RgbImage photo = Images.noise(2000, 2000, 1);
    TransferRequest request =
        TransferRequest.of(photo, DomainLabel.REAL, DomainLabel.ANIME)
            .withFaces(
                FacePolicy.given(new Face(1000, 1000, side, 30, 1))
                    .withPutBack(PutBack.matchingColours()));
    try (TransferPipeline pipeline = open(16)) {
      pipeline.transfer(request);
      assertThat(allocatedPerCall(pipeline, request, 1))
          .isLessThan((long) (photos * photo.rgb().length));
    }
  }

  private static TransferPipeline open(int size) {
    TransferModel model =
        RandomModels.create(new NetworkSpec(Architecture.COMPACT, size, 3, LATENT, 16, 0), 1);
    return new DefaultTransferPipeline(
        model, "plan", new OneDnnBackend("plan", model, 1, Precision.FLOAT32), 1, Optional.empty());
  }

  private static long allocatedPerCall(
      TransferPipeline pipeline, TransferRequest request, int calls) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    long before = threads.getThreadAllocatedBytes(thread);
    for (int i = 0; i < calls; i++) {
      pipeline.transfer(request);
    }
    return (threads.getThreadAllocatedBytes(thread) - before) / calls;
  }
}

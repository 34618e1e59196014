package io.trvae.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.trvae.DomainLabel;
import io.trvae.Precision;
import io.trvae.TransferPipeline;
import io.trvae.TransferRequest;
import io.trvae.dl4j.internal.plan.OneDnnBackend;
import io.trvae.internal.pipeline.DefaultTransferPipeline;
import io.trvae.model.TransferModel;
import io.trvae.network.Architecture;
import io.trvae.network.NetworkSpec;
import io.trvae.testkit.Images;
import io.trvae.testkit.RandomModels;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TransferAllocationTest {

  private static final int SIZE = 64;
  private static final int LATENT = 256;
  private static final int CALLS = 500;

  /** Counted in bytes, not timed. */
  @Test
  void aTransferTakesLittleMoreFromTheHeapThanItsResult() {
    TransferModel model =
        RandomModels.create(new NetworkSpec(Architecture.COMPACT, SIZE, 3, LATENT, 16, 0), 1);
    TransferRequest request =
        TransferRequest.of(Images.noise(SIZE, SIZE, 1), DomainLabel.REAL, DomainLabel.ANIME);
    try (TransferPipeline pipeline =
        new DefaultTransferPipeline(
            model,
            "plan",
            new OneDnnBackend("plan", model, 1, Precision.FLOAT32),
            1,
            Optional.empty())) {
      allocatedPerCall(pipeline, request);
      long allocated = allocatedPerCall(pipeline, request);

      int result = 3 * SIZE * SIZE + 2 * LATENT * Float.BYTES;
      assertThat(allocated - result).isBetween(0L, 4095L);
    }
  }

  private static long allocatedPerCall(TransferPipeline pipeline, TransferRequest request) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    long before = threads.getThreadAllocatedBytes(thread);
    for (int i = 0; i < CALLS; i++) {
      pipeline.transfer(request);
    }
    return (threads.getThreadAllocatedBytes(thread) - before) / CALLS;
  }
}

package io.trvae;

import static io.trvae.DomainLabel.ANIME;
import static io.trvae.DomainLabel.REAL;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.trvae.internal.pipeline.DefaultTransferPipeline;
import io.trvae.model.TransferModel;
import io.trvae.network.Architecture;
import io.trvae.network.NetworkSpec;
import io.trvae.spi.Backend;
import io.trvae.testkit.AssertingBackend;
import io.trvae.testkit.FaultInjectingBackend;
import io.trvae.testkit.Images;
import io.trvae.testkit.PassingBackend;
import io.trvae.testkit.RandomModels;
import io.trvae.testkit.ReferenceBackend;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class DroppedPipelineTest {

  private static final int COLLECTIONS = 100;
  private static final TransferModel MODEL =
      RandomModels.create(new NetworkSpec(Architecture.COMPACT, 16, 3, 8, 16, 0), 1);
  private static final TransferRequest REQUEST =
      TransferRequest.of(Images.noise(16, 16, 1), REAL, ANIME);

  private final Logger logger =
      (Logger) LoggerFactory.getLogger("io.trvae.internal.pipeline.DroppedPipeline");
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void listen() {
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void restore() {
    logger.detachAppender(log);
  }

  @Test
  void isClosedAndReportedOnceByWhereItWasOpened() throws Exception {
    Closing backend = new Closing(new ReferenceBackend(MODEL));
    open(backend).transfer(REQUEST);

    assertThat(backend.closedByCollections(COLLECTIONS)).isTrue();
    assertThat(log.list).hasSize(1);
    assertThat(log.list.get(0).getLevel()).isEqualTo(Level.WARN);
    assertThat(log.list.get(0).getFormattedMessage())
        .contains(DroppedPipelineTest.class.getName() + ".open(");
  }

  @Test
  void oneThatWasClosedIsNotReported() throws Exception {
    Closing backend = new Closing(new ReferenceBackend(MODEL));
    open(backend).close();
    assertThat(backend.closedByCollections(0)).isTrue();

    Closing later = new Closing(new ReferenceBackend(MODEL));
    open(later);
    assertThat(later.closedByCollections(COLLECTIONS)).isTrue();
    assertThat(log.list).as("of the later one").hasSize(1);
  }

  @Test
  void whoeverWaitsForAResultGetsIt() throws Exception {
    FaultInjectingBackend blocking =
        new FaultInjectingBackend(
            new AssertingBackend(new ReferenceBackend(MODEL), MODEL.spec().network()));
    Closing backend = new Closing(blocking);
    FaultInjectingBackend.Gate gate = blocking.block();
    CompletableFuture<TransferResult> future = open(backend).transferAsync(REQUEST);
    gate.awaitCall();

    assertThat(backend.closedByCollections(5)).isFalse();
    gate.open();
    assertThat(future.get().image()).isNotNull();
    assertThat(backend.closedByCollections(COLLECTIONS)).isTrue();
  }

  private static TransferPipeline open(Backend backend) {
    return new DefaultTransferPipeline(MODEL, "dropped", backend, 1, Optional.empty());
  }

  /** Tells when it was closed. */
  private static final class Closing extends PassingBackend {

    private final CountDownLatch closed = new CountDownLatch(1);

    Closing(Backend backend) {
      super(backend);
    }

    /** Collects garbage until it is closed, but not for ever. */
    boolean closedByCollections(int most) throws InterruptedException {
      for (int i = 0; i < most && closed.getCount() > 0; i++) {
        System.gc();
        closed.await(20, TimeUnit.MILLISECONDS);
      }
      return closed.getCount() == 0;
    }

    @Override
    public void close() {
      super.close();
      closed.countDown();
    }
  }
}

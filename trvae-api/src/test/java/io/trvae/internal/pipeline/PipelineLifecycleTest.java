package io.trvae.internal.pipeline;

import static io.trvae.DomainLabel.ANIME;
import static io.trvae.DomainLabel.REAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.trvae.Cancellation;
import io.trvae.DomainLabel;
import io.trvae.Latent;
import io.trvae.ModelException;
import io.trvae.RgbImage;
import io.trvae.TransferPipeline;
import io.trvae.TransferRequest;
import io.trvae.TransferResult;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads and the end of a pipeline. The time limit only turns a deadlock into a failure. */
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PipelineLifecycleTest {

  private static final int SIZE = 16;
  private static final TransferModel MODEL =
      RandomModels.create(new NetworkSpec(Architecture.COMPACT, SIZE, 3, 8, 16, 0), 1);

  private final AtomicInteger closings = new AtomicInteger();
  private final AtomicInteger transfers = new AtomicInteger();
  private final FaultInjectingBackend backend =
      new FaultInjectingBackend(
          new Counter(new AssertingBackend(new ReferenceBackend(MODEL), MODEL.spec().network())));
  private final TransferPipeline pipeline = pipeline(2);
  private final RgbImage image = Images.noise(SIZE, SIZE, 1);
  private final TransferRequest request = TransferRequest.of(image, REAL, ANIME);

  private TransferPipeline pipeline(int threads) {
    return new DefaultTransferPipeline(MODEL, "counted", backend, threads, Optional.empty());
  }

  @Test
  void everyCallAfterClosingIsRefused() {
    Latent latent = pipeline.encoder().encode(image, REAL);
    pipeline.close();

    List<Runnable> calls =
        List.of(
            () -> pipeline.transfer(image, REAL, ANIME),
            () -> pipeline.transfer(request),
            () -> pipeline.transferAll(List.of(), (done, total) -> {}, new Cancellation()),
            () -> pipeline.transferAsync(request),
            () -> pipeline.encoder().encode(image, REAL),
            () -> pipeline.decoder().decode(latent, REAL),
            pipeline::warmUp);
    for (Runnable call : calls) {
      assertThatIllegalStateException().isThrownBy(call::run).withMessage("The pipeline is closed");
    }
    assertThat(pipeline.model()).isSameAs(MODEL);
    assertThat(pipeline.backend().name()).isEqualTo("counted");
  }

  @Test
  void closingTwiceFreesOnce() {
    pipeline.close();
    pipeline.close();
    assertThat(closings).hasValue(1);
  }

  @Test
  void closingWaitsForCallsInFlightAndRefusesOthers() throws Exception {
    RgbImage expected = pipeline.transfer(image, REAL, ANIME);
    FaultInjectingBackend.Gate gate = backend.block();
    FutureTask<RgbImage> call = start(() -> pipeline.transfer(image, REAL, ANIME));
    gate.awaitCall();

    List<Thread> closers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Thread closer = new Thread(pipeline::close);
      closer.start();
      closers.add(closer);
    }
    for (Thread closer : closers) {
      awaitWaiting(closer);
    }
    assertThat(closings).hasValue(0);
    assertThatIllegalStateException().isThrownBy(() -> pipeline.transfer(request));

    gate.open();
    assertThat(call.get()).isEqualTo(expected);
    for (Thread closer : closers) {
      closer.join();
    }
    assertThat(closings).hasValue(1);
  }

  @Test
  void anInterruptDoesNotShortenTheWait() throws Exception {
    FaultInjectingBackend.Gate gate = backend.block();
    FutureTask<RgbImage> call = start(() -> pipeline.transfer(image, REAL, ANIME));
    gate.awaitCall();
    FutureTask<Boolean> closing =
        new FutureTask<>(
            () -> {
              pipeline.close();
              return closings.get() == 1 && Thread.currentThread().isInterrupted();
            });
    Thread closer = new Thread(closing);
    closer.start();
    awaitWaiting(closer);

    closer.interrupt();
    gate.open();

    assertThat(closing.get()).as("freed, and still interrupted").isTrue();
    call.get();
  }

  @Test
  void aListenerMayCloseAndTheCallGoesOn() {
    List<TransferRequest> requests =
        IntStream.range(0, 33)
            .mapToObj(i -> TransferRequest.of(Images.noise(SIZE, SIZE, i), REAL, ANIME))
            .toList();
    List<TransferResult> results =
        pipeline.transferAll(
            requests,
            (done, total) -> {
              pipeline.close();
              assertThat(closings).hasValue(0);
              assertThatIllegalStateException().isThrownBy(() -> pipeline.transfer(request));
            },
            new Cancellation());
    assertThat(results).hasSize(33);
    assertThat(closings).hasValue(1);
  }

  @Test
  void aListenerMayUseThePipeline() {
    pipeline.transferAll(
        List.of(request),
        (done, total) -> {
          pipeline.transfer(request);
          pipeline.close();
        },
        new Cancellation());
    assertThat(closings).hasValue(1);
  }

  @Test
  void aBackendThatFailsToCloseSpoilsNoResult() {
    for (Runnable fault : List.<Runnable>of(this::calculate, this::link)) {
      TransferPipeline failing =
          new DefaultTransferPipeline(
              MODEL, "failing", new FailingToClose(backend, fault), 1, Optional.empty());
      assertThat(
              failing.transferAll(
                  List.of(request), (done, total) -> failing.close(), new Cancellation()))
          .hasSize(1);
      failing.close();
      assertThatIllegalStateException().isThrownBy(failing::warmUp);
    }
  }

  private void calculate() {
    throw new ArithmeticException("cannot close");
  }

  private void link() {
    throw new UnsatisfiedLinkError("cannot close");
  }

  @Test
  void asynchronousCallsGiveWhatDirectCallsGive() throws Exception {
    TransferResult expected = pipeline.transfer(request);
    TransferResult actual = pipeline.transferAsync(request).get();
    assertThat(actual.image()).isEqualTo(expected.image());
    assertThat(actual.latent()).isEqualTo(expected.latent());
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(
            () ->
                pipeline
                    .transferAsync(TransferRequest.of(image, DomainLabel.of("clay"), ANIME))
                    .get())
        .withCauseInstanceOf(ModelException.class);
    pipeline.close();
  }

  @Test
  void asynchronousCallsRunOnAsManyDaemonThreadsAsAskedFor() throws Exception {
    List<CompletableFuture<Thread>> workers =
        IntStream.range(0, 12)
            .mapToObj(i -> pipeline.transferAsync(request))
            // Most of these are not done yet when this is chained to them.
            .map(future -> future.thenApply(result -> Thread.currentThread()))
            .toList();
    for (CompletableFuture<Thread> worker : workers) {
      worker.join();
    }
    List<Thread> threads = asyncThreadsOf(workers);
    assertThat(threads).hasSizeBetween(1, 2).allMatch(Thread::isDaemon);
    pipeline.close();
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static List<Thread> asyncThreadsOf(List<CompletableFuture<Thread>> workers) {
    return workers.stream()
        .map(CompletableFuture::join)
        .filter(thread -> thread.getName().startsWith("trvae-async-"))
        .distinct()
        .toList();
  }

  @Test
  void closingWaitsForAcceptedAsynchronousCalls() throws Exception {
    FaultInjectingBackend.Gate gate = backend.block();
    List<CompletableFuture<TransferResult>> futures =
        IntStream.range(0, 5).mapToObj(i -> pipeline.transferAsync(request)).toList();
    gate.awaitCall();
    Thread closer = new Thread(pipeline::close);
    closer.start();
    awaitWaiting(closer);

    gate.open();
    closer.join();
    assertThat(futures).allMatch(future -> future.isDone() && !future.isCompletedExceptionally());
    assertThat(closings).hasValue(1);
  }

  @Test
  void whatIsChainedToAFutureMayClose() throws Exception {
    TransferPipeline single = pipeline(1);
    FaultInjectingBackend.Gate gate = backend.block();
    CompletableFuture<Void> closed = single.transferAsync(request).thenRun(single::close);
    CompletableFuture<TransferResult> second = single.transferAsync(request);
    gate.open();
    closed.get();
    assertThat(second.get().image()).isNotNull();
    single.close();
    assertThat(closings).hasValue(1);
  }

  @Test
  void aCancelledFutureSparesTheWork() throws Exception {
    TransferPipeline single = pipeline(1);
    FaultInjectingBackend.Gate gate = backend.block();
    CompletableFuture<TransferResult> first = single.transferAsync(request);
    gate.awaitCall();
    CompletableFuture<TransferResult> second = single.transferAsync(request);
    second.cancel(false);
    gate.open();
    single.close();
    assertThat(first).isCompleted();
    assertThat(second).isCancelled();
    assertThat(transfers).hasValue(1);
  }

  @Test
  void sixteenThreadsEachGetTheirOwnImage() throws Exception {
    List<DomainLabel> domains = MODEL.spec().domains();
    List<TransferRequest> requests =
        IntStream.range(0, 16)
            .mapToObj(
                i ->
                    TransferRequest.of(
                            Images.noise(SIZE, SIZE, i), domains.get(i % 3), domains.get(i / 2 % 3))
                        .withStrength(1 - i / 32.0))
            .toList();
    List<Drawn> expected =
        requests.stream().map(each -> Drawn.of(pipeline.transfer(each))).toList();
    CyclicBarrier together = new CyclicBarrier(16);
    List<FutureTask<List<Drawn>>> calls = new ArrayList<>();
    for (TransferRequest each : requests) {
      calls.add(
          start(
              () -> {
                together.await();
                List<Drawn> results = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                  results.add(Drawn.of(pipeline.transfer(each)));
                }
                return results;
              }));
    }
    for (int i = 0; i < 16; i++) {
      assertThat(calls.get(i).get()).hasSize(3).containsOnly(expected.get(i));
    }
    pipeline.close();
  }

  private record Drawn(RgbImage image, Latent latent) {
    static Drawn of(TransferResult result) {
      return new Drawn(result.image(), result.latent());
    }
  }

  private static <T> FutureTask<T> start(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    new Thread(task).start();
    return task;
  }

  /** Returns when the thread has nothing left to do but wait. */
  private static void awaitWaiting(Thread thread) {
    while (thread.getState() != Thread.State.WAITING) {
      assertThat(thread.getState()).isNotEqualTo(Thread.State.TERMINATED);
      Thread.onSpinWait();
    }
  }

  private final class Counter extends PassingBackend {
    Counter(Backend backend) {
      super(backend);
    }

    @Override
    public void transfer(
        float[] images,
        float[] from,
        float[] to,
        int batch,
        float[] mean,
        float[] logVar,
        float[] drawn) {
      transfers.incrementAndGet();
      super.transfer(images, from, to, batch, mean, logVar, drawn);
    }

    @Override
    public void close() {
      super.close();
      closings.incrementAndGet();
    }
  }

  private static final class FailingToClose extends PassingBackend {
    private final Runnable fault;

    FailingToClose(Backend backend, Runnable fault) {
      super(backend);
      this.fault = fault;
    }

    @Override
    public void close() {
      fault.run();
    }
  }
}

package io.trvae.internal.pipeline;

import io.trvae.BackendInfo;
import io.trvae.Cancellation;
import io.trvae.Decoder;
import io.trvae.DomainLabel;
import io.trvae.Encoder;
import io.trvae.ErrorCode;
import io.trvae.Latent;
import io.trvae.ModelException;
import io.trvae.ProgressListener;
import io.trvae.RgbImage;
import io.trvae.TransferCancelledException;
import io.trvae.TransferPipeline;
import io.trvae.TransferRequest;
import io.trvae.TransferResult;
import io.trvae.face.FaceLocator;
import io.trvae.model.ModelSpec;
import io.trvae.model.TransferModel;
import io.trvae.spi.Backend;
import java.lang.ref.Cleaner;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Strings the stages together and owns batches, threads, cancellation and events. */
public final class DefaultTransferPipeline implements TransferPipeline {

  /** Large enough to keep an engine busy, small enough to cancel soon and to fit into memory. */
  static final int BATCH = 32;

  private static final Cleaner CLEANER = Cleaner.create();

  private final TransferModel model;
  private final BackendInfo info;
  private final BatchTransfer stages;
  private final FaceStage faces;
  private final AsyncThreads threads;
  private final Lifecycle lifecycle;
  private final Cleaner.Cleanable dropped;

  /**
   * Creates a pipeline that owns a backend.
   *
   * @param model the model that the backend was opened with
   * @param name the backend's name
   * @param backend the backend
   * @param threads how many asynchronous calls run at once
   * @param locator finds faces in photos; owned by the caller
   */
  public DefaultTransferPipeline(
      TransferModel model,
      String name,
      Backend backend,
      int threads,
      Optional<FaceLocator> locator) {
    this.model = model;
    this.info =
        new BackendInfo(
            name,
            Objects.requireNonNull(backend.description(), "the backend's description() is null"));
    this.stages = new BatchTransfer(new CheckedBackend(name, backend), model.spec());
    this.faces = new FaceStage(locator, model.spec().imageSize(), stages);
    this.threads = new AsyncThreads(threads);
    this.lifecycle = new Lifecycle(release(this.threads, stages, backend));
    this.dropped =
        CLEANER.register(this, new DroppedPipeline(lifecycle, DroppedPipeline.placeOfOpening()));
  }

  /** Static, for what holds the pipeline itself would keep it from being found dropped. */
  private static Runnable release(AsyncThreads threads, BatchTransfer stages, Backend backend) {
    return () -> {
      threads.shutdown();
      stages.close();
      backend.close();
    };
  }

  @Override
  public TransferResult transfer(TransferRequest request) {
    return transferAll(List.of(request), (done, total) -> {}, new Cancellation()).get(0);
  }

  @Override
  public List<TransferResult> transferAll(
      List<TransferRequest> requests, ProgressListener listener, Cancellation cancellation) {
    List<TransferRequest> all = List.copyOf(requests);
    Objects.requireNonNull(listener, "listener");
    Objects.requireNonNull(cancellation, "cancellation");
    return lifecycle.call(() -> transferNow(all, listener, cancellation));
  }

  @Override
  public CompletableFuture<TransferResult> transferAsync(TransferRequest request) {
    Objects.requireNonNull(request, "request");
    CompletableFuture<TransferResult> future = new CompletableFuture<>();
    lifecycle.begin();
    try {
      threads.execute(() -> lifecycle.finish(() -> complete(future, request)));
    } catch (RuntimeException | Error e) {
      // No thread could be started, so none will finish the call that was begun.
      lifecycle.end();
      throw e;
    }
    return future;
  }

  /** Completes within the call in flight, so that closing finds no future undone. */
  private boolean complete(CompletableFuture<TransferResult> future, TransferRequest request) {
    if (future.isDone()) {
      return false;
    }
    try {
      return future.complete(
          transferNow(List.of(request), (done, total) -> {}, new Cancellation()).get(0));
    } catch (Throwable e) {
      return future.completeExceptionally(e);
    }
  }

  private List<TransferResult> transferNow(
      List<TransferRequest> requests, ProgressListener listener, Cancellation cancellation) {
    ModelSpec spec = model.spec();
    for (TransferRequest request : requests) {
      spec.indexOf(request.from());
      spec.indexOf(request.to());
      faces.check(request);
    }
    List<TransferResult> results = new ArrayList<>(requests.size());
    Runnable checkpoint = () -> check(cancellation, results.size(), requests.size());
    TransferEvent event = new TransferEvent();
    event.begin();
    try {
      for (List<TransferRequest> batch : batches(requests)) {
        results.addAll(faces.transfer(batch, results.size(), checkpoint));
        listener.onProgress(results.size(), requests.size());
      }
    } finally {
      event.end();
      if (event.shouldCommit()) {
        event.backend = info.name();
        event.requested = requests.size();
        event.finished = results.size();
        event.commit();
      }
    }
    return Collections.unmodifiableList(results);
  }

  private static void check(Cancellation cancellation, int finished, int total) {
    if (cancellation.isCancelled()) {
      throw new TransferCancelledException(
          ErrorCode.CANCELLED,
          "The transfer was cancelled after " + finished + " of " + total + " images");
    }
  }

  @Override
  public Encoder encoder() {
    return this::encode;
  }

  private List<Latent> encode(List<RgbImage> images, DomainLabel domain) {
    List<RgbImage> all = List.copyOf(images);
    return lifecycle.call(
        () -> {
          model.spec().indexOf(domain);
          return inBatches(
              all, batch -> stages.encode(batch, Collections.nCopies(batch.size(), domain)));
        });
  }

  @Override
  public Decoder decoder() {
    return this::decode;
  }

  private List<RgbImage> decode(
      List<Latent> latents, DomainLabel from, DomainLabel to, double strength) {
    List<Latent> all = List.copyOf(latents);
    if (!(strength >= 0 && strength <= 1)) {
      throw new IllegalArgumentException("strength " + strength + " is not in [0, 1]");
    }
    return lifecycle.call(
        () -> {
          model.spec().indexOf(from);
          model.spec().indexOf(to);
          all.forEach(this::checkSize);
          return inBatches(all, batch -> stages.decode(batch, from, to, strength));
        });
  }

  private void checkSize(Latent latent) {
    int expected = model.spec().network().latentSize();
    if (latent.size() != expected) {
      throw new ModelException(
          ErrorCode.LATENT_MISMATCH,
          "A latent code has "
              + latent.size()
              + " dimensions where the model has "
              + expected
              + "; was it encoded by another model?");
    }
  }

  @Override
  public TransferModel model() {
    return model;
  }

  @Override
  public BackendInfo backend() {
    return info;
  }

  @Override
  public void warmUp() {
    DomainLabel domain = model.spec().domains().get(0);
    transfer(RgbImage.ofRgb(1, 1, new byte[3]), domain, domain);
  }

  @Override
  public void close() {
    lifecycle.close();
    dropped.clean();
  }

  private static <A, B> List<B> inBatches(List<A> all, Function<List<A>, List<B>> work) {
    return batches(all).stream().flatMap(batch -> work.apply(batch).stream()).toList();
  }

  static <A> List<List<A>> batches(List<A> all) {
    List<List<A>> batches = new ArrayList<>();
    for (int from = 0; from < all.size(); from += BATCH) {
      batches.add(all.subList(from, Math.min(from + BATCH, all.size())));
    }
    return batches;
  }
}

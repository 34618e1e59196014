package io.trvae.dl4j.internal.samediff;

import io.trvae.BackendException;
import io.trvae.ErrorCode;
import io.trvae.model.TransferModel;
import io.trvae.network.Network;
import io.trvae.spi.Backend;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * A model on ND4J.
 *
 * <p>SameDiff is not thread-safe, so each concurrent call has graphs of its own; they share the
 * weights. At most as many calls compute at once as there are threads, the others wait.
 */
public final class SameDiffBackend implements Backend {

  private record Graphs(GraphSession encoder, GraphSession decoder) {}

  private final String description;
  private final Network network;
  private final Weights weights;
  private final int threads;
  private final Semaphore permits;
  private final ConcurrentLinkedQueue<Graphs> idle = new ConcurrentLinkedQueue<>();
  private volatile boolean closed;

  /**
   * Compiles a model.
   *
   * @param description what computes
   * @param model the model
   * @param threads how many calls may compute at once, at least 1
   */
  public SameDiffBackend(String description, TransferModel model, int threads) {
    this.description = description;
    this.network = model.network();
    this.weights = new Weights(model);
    this.threads = threads;
    this.permits = new Semaphore(threads, true);
    try {
      idle.add(compile());
    } catch (RuntimeException | Error e) {
      weights.close();
      throw e;
    }
  }

  private Graphs compile() {
    return new Graphs(
        GraphCompiler.encoder(network, weights), GraphCompiler.decoder(network, weights));
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public void encode(float[] images, float[] labels, int batch, float[] mean, float[] logVar) {
    compute(
        "encode",
        batch,
        graphs -> graphs.encoder.run(batch, List.of(images, labels), List.of(mean, logVar)));
  }

  @Override
  public void decode(float[] latents, float[] labels, int batch, float[] images) {
    compute(
        "decode",
        batch,
        graphs -> graphs.decoder.run(batch, List.of(latents, labels), List.of(images)));
  }

  private void compute(String what, int batch, Consumer<Graphs> task) {
    permits.acquireUninterruptibly();
    try {
      if (closed) {
        throw new IllegalStateException("The backend is closed");
      }
      run(what, batch, task);
    } finally {
      permits.release();
    }
  }

  private void run(String what, int batch, Consumer<Graphs> task) {
    try {
      Graphs free = idle.poll();
      Graphs graphs = free == null ? compile() : free;
      task.accept(graphs);
      // Only after success: a failed call leaves its graphs in an unknown state.
      idle.add(graphs);
    } catch (RuntimeException | OutOfMemoryError e) {
      throw new BackendException(
          ErrorCode.BACKEND_FAILED,
          "ND4J failed to %s a batch of %d: %s".formatted(what, batch, e.getMessage()),
          e);
    }
  }

  /** Waits for calls that are computing, then frees the weights. */
  @Override
  public void close() {
    permits.acquireUninterruptibly(threads);
    try {
      closed = true;
      idle.clear();
      weights.close();
    } finally {
      permits.release(threads);
    }
  }
}

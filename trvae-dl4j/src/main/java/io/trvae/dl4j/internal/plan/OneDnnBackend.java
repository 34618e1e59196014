package io.trvae.dl4j.internal.plan;

import io.trvae.BackendException;
import io.trvae.ErrorCode;
import io.trvae.Precision;
import io.trvae.dl4j.internal.onednn.OpenMp;
import io.trvae.model.TransferModel;
import io.trvae.network.Network;
import io.trvae.spi.Backend;

/**
 * A model as two compiled plans.
 *
 * <p>Large batches are cut into groups, one for each thread at a time; a single image is shared by
 * all threads, step by step. Both compute the same sums, in kernels that may add in another order:
 * an image's result differs in its last bits between the two.
 */
public final class OneDnnBackend implements Backend {

  /** More parts of one image's steps would be too small. */
  private static final int MAX_SHARDS = 8;

  private final String description;
  private final Team team;
  private final SessionPool<EncoderPlan.Call> encoders;
  private final SessionPool<DecoderPlan.Call> decoders;

  /**
   * Compiles a model.
   *
   * @param description what computes
   * @param model the model
   * @param threads how many threads may compute at once, at least 1
   * @param precision what to compute in
   * @throws UnsupportedOperationException if the network has a layer that no plan is known for, or
   *     the processor none for it in that precision
   */
  public OneDnnBackend(String description, TransferModel model, int threads, Precision precision) {
    this.description = description;
    Network network = model.network();
    int shards = Math.min(threads, MAX_SHARDS);
    SessionPool<EncoderPlan.Call> compiledEncoders = null;
    SessionPool<DecoderPlan.Call> compiledDecoders = null;
    try (OpenMp.Limit limit = OpenMp.oneThread()) {
      compiledEncoders =
          new SessionPool<>(
              oneDnn ->
                  EncoderPlan.compile(new Compilation(oneDnn, model, shards, precision), network));
      compiledDecoders =
          new SessionPool<>(
              oneDnn ->
                  DecoderPlan.compile(new Compilation(oneDnn, model, shards, precision), network));
    } catch (RuntimeException | Error e) {
      if (compiledEncoders != null) {
        compiledEncoders.close();
      }
      throw e;
    }
    encoders = compiledEncoders;
    decoders = compiledDecoders;
    team = new Team(threads, OpenMp::oneThread);
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public void encode(float[] images, float[] labels, int batch, float[] mean, float[] logVar) {
    compute("encode", encoders, new EncoderPlan.Call(images, labels, mean, logVar), batch);
  }

  @Override
  public void decode(float[] latents, float[] labels, int batch, float[] images) {
    compute("decode", decoders, new DecoderPlan.Call(latents, labels, images), batch);
  }

  private <C> void compute(String what, SessionPool<C> sessions, C call, int batch) {
    try (OpenMp.Limit limit = OpenMp.oneThread()) {
      if (batch < team.threads()) {
        for (int index = 0; index < batch; index++) {
          one(sessions, call, index);
        }
      } else {
        int perThread = (batch + team.threads() - 1) / team.threads();
        team.lead(new Groups<>(sessions, call, batch, Math.min(perThread, Compilation.GROUP)));
      }
    } catch (IllegalStateException e) {
      throw e;
    } catch (RuntimeException | OutOfMemoryError e) {
      throw new BackendException(
          ErrorCode.BACKEND_FAILED,
          "oneDNN failed to %s a batch of %d: %s".formatted(what, batch, e.getMessage()),
          e);
    }
  }

  /** All threads on one image. */
  private <C> void one(SessionPool<C> sessions, C call, int index) {
    team.lead(
        () -> {
          Session<C> session = sessions.take();
          session.load(call, index, 0);
          return session;
        },
        session -> {
          session.store(call, index, 0);
          sessions.giveBack(session);
        });
  }

  /** Groups of images, each computed by one thread. */
  private record Groups<C>(SessionPool<C> sessions, C call, int batch, int size)
      implements Team.Work {

    @Override
    public int phases() {
      return 1;
    }

    @Override
    public int tasks(int phase) {
      return (batch + size - 1) / size;
    }

    @Override
    public void run(int phase, int task) {
      int from = task * size;
      Session<C> session = sessions.take();
      session.computeGroup(call, from, Math.min(size, batch - from));
      sessions.giveBack(session);
    }
  }

  /** Waits for calls that are computing, then frees all memory. */
  @Override
  public void close() {
    team.close();
    encoders.close();
    decoders.close();
  }
}

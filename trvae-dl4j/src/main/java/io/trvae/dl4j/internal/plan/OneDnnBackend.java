package io.trvae.dl4j.internal.plan;

import io.trvae.BackendException;
import io.trvae.ErrorCode;
import io.trvae.Precision;
import io.trvae.dl4j.internal.onednn.OneDnn;
import io.trvae.dl4j.internal.onednn.OpenMp;
import io.trvae.model.TransferModel;
import io.trvae.network.Network;
import io.trvae.spi.Backend;
import java.util.ArrayList;
import java.util.List;

/**
 * A model as two compiled plans.
 *
 * <p>Large batches are cut into groups, one for each thread at a time. A single image is shared by
 * all threads, step by step, unless all compute for other callers already: those that wait
 * meanwhile become a group. The result of an image of up to 64 pixels is the same in all ways, to
 * the last bit; larger ones differ by rounding between one thread and several.
 */
public final class OneDnnBackend implements Backend {

  /** More parts of one image's steps would be too small. */
  static final int MAX_SHARDS = 8;

  private final String description;
  private final Team team;
  private final SessionPool<EncoderPlan.Call> encoders;
  private final SessionPool<DecoderPlan.Call> decoders;
  private final SingleImages<EncoderPlan.Call> singleEncoders;
  private final SingleImages<DecoderPlan.Call> singleDecoders;

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
                  EncoderPlan.compile(compilation(oneDnn, model, shards, precision), network));
      compiledDecoders =
          new SessionPool<>(
              oneDnn ->
                  DecoderPlan.compile(compilation(oneDnn, model, shards, precision), network));
    } catch (RuntimeException | Error e) {
      if (compiledEncoders != null) {
        compiledEncoders.close();
      }
      throw e;
    }
    encoders = compiledEncoders;
    decoders = compiledDecoders;
    team = new Team(threads, OpenMp::oneThread);
    singleEncoders = new SingleImages<>(team, encoders);
    singleDecoders = new SingleImages<>(team, decoders);
  }

  private static Compilation compilation(
      OneDnn oneDnn, TransferModel model, int shards, Precision precision) {
    int domains = model.network().spec().domainCount();
    return new Compilation(oneDnn, model::tensor, domains, shards, precision);
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public void encode(float[] images, float[] labels, int batch, float[] mean, float[] logVar) {
    compute(
        "encode",
        encoders,
        singleEncoders,
        new EncoderPlan.Call(images, labels, mean, logVar),
        batch);
  }

  @Override
  public void decode(float[] latents, float[] labels, int batch, float[] images) {
    compute(
        "decode", decoders, singleDecoders, new DecoderPlan.Call(latents, labels, images), batch);
  }

  private <C> void compute(
      String what, SessionPool<C> sessions, SingleImages<C> singles, C call, int batch) {
    try (OpenMp.Limit limit = OpenMp.oneThread()) {
      if (batch == 1 || batch < team.threads()) {
        for (int index = 0; index < batch; index++) {
          singles.compute(new Session.Image<>(call, index));
        }
      } else {
        int perThread = (batch + team.threads() - 1) / team.threads();
        team.lead(
            () ->
                new Groups<>(
                    sessions, images(call, batch), Math.min(perThread, Compilation.GROUP)));
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

  private static <C> List<Session.Image<C>> images(C call, int batch) {
    List<Session.Image<C>> images = new ArrayList<>(batch);
    for (int index = 0; index < batch; index++) {
      images.add(new Session.Image<>(call, index));
    }
    return images;
  }

  /** Waits for calls that are computing, then frees all memory. */
  @Override
  public void close() {
    team.close();
    encoders.close();
    decoders.close();
  }
}

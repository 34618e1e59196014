package io.trvae.dl4j.internal.plan;

import io.trvae.BackendException;
import io.trvae.ErrorCode;
import io.trvae.Precision;
import io.trvae.dl4j.internal.onednn.OpenMp;
import io.trvae.model.TransferModel;
import io.trvae.spi.Backend;
import java.util.ArrayList;
import java.util.List;

/**
 * A model as two compiled plans, which a transfer runs one after the other.
 *
 * <p>Large batches are cut into groups, one for each thread at a time. A single image is shared by
 * all threads, step by step, unless all compute for other callers already: those that wait
 * meanwhile become a group. An image's result is the same in all ways, to the last bit.
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
  private final SingleImages<Transfers.Call> singleTransfers;

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
    team = new Team(threads, OpenMp::oneThread);
    Directions directions = new Directions(model, Math.min(threads, MAX_SHARDS), precision);
    try (OpenMp.Limit limit = OpenMp.oneThread()) {
      team.lead(() -> directions);
    } catch (RuntimeException | Error e) {
      directions.discard();
      team.close();
      throw e;
    }
    encoders = directions.encoders();
    decoders = directions.decoders();
    singleEncoders = new SingleImages<>(team, encoders);
    singleDecoders = new SingleImages<>(team, decoders);
    singleTransfers = new SingleImages<>(team, new Transfers(encoders, decoders));
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public void encode(float[] images, float[] labels, int batch, float[] mean, float[] logVar) {
    compute("encode", singleEncoders, new EncoderPlan.Call(images, labels, mean, logVar), batch);
  }

  @Override
  public void decode(float[] latents, float[] labels, int batch, float[] images) {
    compute("decode", singleDecoders, new DecoderPlan.Call(latents, labels, images), batch);
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
    compute(
        "transfer",
        singleTransfers,
        new Transfers.Call(
            new EncoderPlan.Call(images, from, mean, logVar),
            new DecoderPlan.Call(mean, to, drawn)),
        batch);
  }

  private <C> void compute(String what, SingleImages<C> singles, C call, int batch) {
    try (OpenMp.Limit limit = OpenMp.oneThread()) {
      if (batch == 1 || batch < team.threads()) {
        for (int index = 0; index < batch; index++) {
          singles.compute(new Session.Image<>(call, index));
        }
      } else {
        team.lead(
            () ->
                new Groups<>(
                    singles.computation(),
                    images(call, batch),
                    Groups.size(batch, team.threads(), Compilation.GROUP)));
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

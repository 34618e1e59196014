package io.trvae.cuda.internal.plan;

import io.trvae.cuda.internal.gpu.GpuStream;
import java.util.List;

/** Encodes, and decodes the means: they come back to the host, but do not go from there. */
final class BothDirections extends Worker<BothDirections.Call> {

  /**
   * The two halves of a call.
   *
   * @param decoding has labels and takes images; codes are not asked of it
   */
  record Call(Batch encoding, Batch decoding) {}

  private final Session encoder;
  private final Session decoder;

  private BothDirections(int capacity, GpuStream stream, Session encoder, Session decoder) {
    super(capacity, stream, List.of(encoder, decoder));
    this.encoder = encoder;
    this.decoder = decoder;
  }

  static BothDirections create(LoadedPlan encoder, LoadedPlan decoder, int capacity) {
    GpuStream stream = encoder.gpu().stream();
    Session first = null;
    try {
      first = new Session(encoder, capacity, stream);
      return new BothDirections(capacity, stream, first, new Session(decoder, capacity, stream));
    } catch (RuntimeException | Error e) {
      if (first != null) {
        first.close();
      }
      stream.close();
      throw e;
    }
  }

  @Override
  void load(Call call, int from, int count) {
    encoder.placeLabels(call.encoding.labels(), from, count);
    decoder.placeLabels(call.decoding.labels(), from, count);
    call.encoding.load(from, count, encoder.images());
  }

  @Override
  void queue(int count) {
    encoder.queueInput(count);
    encoder.queueSteps(count);
    encoder.queueOutput(count);
    decoder.queueInput(count, encoder);
    decoder.queueSteps(count);
    decoder.queueOutput(count);
  }

  @Override
  void store(Call call, int from, int count) {
    call.encoding.store(from, count, encoder.results());
    call.decoding.store(from, count, decoder.results());
  }
}

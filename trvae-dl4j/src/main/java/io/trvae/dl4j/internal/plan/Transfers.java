package io.trvae.dl4j.internal.plan;

import java.util.List;

/** Encodes images and decodes the means, without giving up the thread in between. */
final class Transfers implements Computation<Transfers.Call> {

  /**
   * A call of both directions.
   *
   * @param decoding reads the means that {@code encoding} writes
   */
  record Call(EncoderPlan.Call encoding, DecoderPlan.Call decoding) {}

  private final SessionPool<EncoderPlan.Call> encoders;
  private final SessionPool<DecoderPlan.Call> decoders;

  Transfers(SessionPool<EncoderPlan.Call> encoders, SessionPool<DecoderPlan.Call> decoders) {
    this.encoders = encoders;
    this.decoders = decoders;
  }

  @Override
  public Team.Work onOne(Session.Image<Call> image) {
    Team.Work encoding = encoders.onOne(encoding(image));
    try {
      return new Sequence(encoding, decoders.onOne(decoding(image)));
    } catch (RuntimeException | Error e) {
      encoding.close();
      throw e;
    }
  }

  @Override
  public void onGroup(List<Session.Image<Call>> images) {
    encoders.onGroup(images.stream().map(Transfers::encoding).toList());
    decoders.onGroup(images.stream().map(Transfers::decoding).toList());
  }

  private static Session.Image<EncoderPlan.Call> encoding(Session.Image<Call> image) {
    return new Session.Image<>(image.call().encoding, image.index());
  }

  private static Session.Image<DecoderPlan.Call> decoding(Session.Image<Call> image) {
    return new Session.Image<>(image.call().decoding, image.index());
  }
}

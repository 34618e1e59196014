package io.trvae.dl4j.internal.plan;

import io.trvae.Precision;
import io.trvae.dl4j.internal.onednn.OneDnn;
import io.trvae.model.TransferModel;
import io.trvae.network.Network;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A model's encoder and decoder, to be compiled, each by one thread. */
final class Directions implements Team.Work {

  private final TransferModel model;
  private final int shards;
  private final Precision precision;
  private @Nullable SessionPool<EncoderPlan.Call> encoders;
  private @Nullable SessionPool<DecoderPlan.Call> decoders;

  Directions(TransferModel model, int shards, Precision precision) {
    this.model = model;
    this.shards = shards;
    this.precision = precision;
  }

  @Override
  public int phases() {
    return 1;
  }

  @Override
  public int tasks(int phase) {
    return 2;
  }

  @Override
  public void run(int phase, int task) {
    Network network = model.network();
    if (task == 0) {
      encoders = new SessionPool<>(own -> EncoderPlan.compile(compilation(own), network));
    } else {
      decoders = new SessionPool<>(own -> DecoderPlan.compile(compilation(own), network));
    }
  }

  private Compilation compilation(OneDnn oneDnn) {
    int domains = model.network().spec().domainCount();
    return new Compilation(oneDnn, model::tensor, domains, shards, precision);
  }

  SessionPool<EncoderPlan.Call> encoders() {
    return Objects.requireNonNull(encoders);
  }

  SessionPool<DecoderPlan.Call> decoders() {
    return Objects.requireNonNull(decoders);
  }

  /** Frees what was compiled before something failed. */
  void discard() {
    if (encoders != null) {
      encoders.close();
    }
    if (decoders != null) {
      decoders.close();
    }
  }
}

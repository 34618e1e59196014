package io.trvae.cuda.internal.plan;

import io.trvae.cuda.internal.gpu.GpuStream;
import java.util.List;

/** Encodes or decodes. */
final class OneDirection extends Worker<Batch> {

  private final Session session;

  private OneDirection(int capacity, GpuStream stream, Session session) {
    super(capacity, stream, List.of(session));
    this.session = session;
  }

  static OneDirection create(LoadedPlan plan, int capacity) {
    GpuStream stream = plan.gpu().stream();
    try {
      return new OneDirection(capacity, stream, new Session(plan, capacity, stream));
    } catch (RuntimeException | Error e) {
      stream.close();
      throw e;
    }
  }

  @Override
  void load(Batch call, int from, int count) {
    session.placeLabels(call.labels(), from, count);
    call.load(from, count, session.images());
  }

  @Override
  void queue(int count) {
    session.queueInput(count);
    session.queueSteps(count);
    session.queueOutput(count);
  }

  @Override
  void store(Batch call, int from, int count) {
    call.store(from, count, session.results());
  }
}

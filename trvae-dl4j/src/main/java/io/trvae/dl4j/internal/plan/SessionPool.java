package io.trvae.dl4j.internal.plan;

import io.trvae.dl4j.internal.onednn.OneDnn;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/** A plan and the sessions that no call is using. Thread-safe. */
final class SessionPool<C> implements Computation<C>, AutoCloseable {

  private final Plan<C> plan;
  private final ConcurrentLinkedQueue<Session<C>> idle = new ConcurrentLinkedQueue<>();

  /**
   * Compiles a plan.
   *
   * @param compiler takes what owns the plan's memory
   */
  SessionPool(Function<OneDnn, Plan<C>> compiler) {
    OneDnn oneDnn = new OneDnn();
    try {
      plan = compiler.apply(oneDnn);
      idle.add(plan.session());
    } catch (RuntimeException | Error e) {
      oneDnn.close();
      throw e;
    }
  }

  @Override
  public Team.Work onOne(Session.Image<C> image) {
    return new OneImage<>(this, image);
  }

  @Override
  public void onGroup(List<Session.Image<C>> images) {
    Session<C> session = take();
    boolean whole = false;
    try {
      session.computeGroup(images);
      whole = true;
    } finally {
      giveBack(session, whole);
    }
  }

  Session<C> take() {
    Session<C> free = idle.poll();
    return free == null ? plan.session() : free;
  }

  /**
   * Takes a session back.
   *
   * @param reusable whether the call came to its end; else nobody knows what the memory holds
   */
  void giveBack(Session<C> session, boolean reusable) {
    if (reusable) {
      idle.add(session);
    } else {
      session.close();
    }
  }

  /** Frees plan and sessions; none is in use. */
  @Override
  public void close() {
    for (Session<C> session = idle.poll(); session != null; session = idle.poll()) {
      session.close();
    }
    plan.close();
  }
}

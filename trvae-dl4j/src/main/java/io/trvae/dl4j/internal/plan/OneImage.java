package io.trvae.dl4j.internal.plan;

/** One image that several threads share, step by step. */
final class OneImage<C> implements Team.Work {

  private final SessionPool<C> sessions;
  private final Session.Image<C> image;
  private final Session<C> session;
  private boolean stored;

  OneImage(SessionPool<C> sessions, Session.Image<C> image) {
    this.sessions = sessions;
    this.image = image;
    session = sessions.take();
  }

  /** Loading, the steps, storing. */
  @Override
  public int phases() {
    return session.phases() + 2;
  }

  @Override
  public int tasks(int phase) {
    return phase == 0 || phase > session.phases() ? 1 : session.shards(phase - 1);
  }

  @Override
  public void run(int phase, int task) {
    if (phase == 0) {
      session.load(image, 0);
    } else if (phase <= session.phases()) {
      session.runShard(phase - 1, task);
    } else {
      session.store(image, 0);
      stored = true;
    }
  }

  @Override
  public void close() {
    sessions.giveBack(session, stored);
  }
}

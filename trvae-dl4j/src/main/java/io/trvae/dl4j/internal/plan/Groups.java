package io.trvae.dl4j.internal.plan;

import java.util.List;

/**
 * Many images, in groups that are each computed by one thread.
 *
 * @param sessions where each group takes its own from
 * @param images all images
 * @param size of a group; the last one may have fewer
 */
record Groups<C>(SessionPool<C> sessions, List<Session.Image<C>> images, int size)
    implements Team.Work {

  @Override
  public int phases() {
    return 1;
  }

  @Override
  public int tasks(int phase) {
    return (images.size() + size - 1) / size;
  }

  @Override
  public void run(int phase, int task) {
    int from = task * size;
    List<Session.Image<C>> group = images.subList(from, Math.min(from + size, images.size()));
    Session<C> session = sessions.take();
    boolean whole = false;
    try {
      session.computeGroup(group);
      whole = true;
    } finally {
      sessions.giveBack(session, whole);
    }
  }
}

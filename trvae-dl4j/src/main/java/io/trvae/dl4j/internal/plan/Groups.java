package io.trvae.dl4j.internal.plan;

import java.util.List;

/**
 * Many images, in groups that are each computed by one thread.
 *
 * @param computation what is done with a group
 * @param images all images
 * @param size of a group; the last one may have fewer
 */
record Groups<C>(Computation<C> computation, List<Session.Image<C>> images, int size)
    implements Team.Work {

  /** Returns the size of groups of which every thread gets as many, as large ones as possible. */
  static int size(int images, int threads, int largest) {
    int perThread = ceilDiv(images, threads);
    return ceilDiv(perThread, ceilDiv(perThread, largest));
  }

  private static int ceilDiv(int a, int b) {
    return (a + b - 1) / b;
  }

  @Override
  public int phases() {
    return 1;
  }

  @Override
  public int tasks(int phase) {
    return ceilDiv(images.size(), size);
  }

  @Override
  public void run(int phase, int task) {
    int from = task * size;
    computation.onGroup(images.subList(from, Math.min(from + size, images.size())));
  }
}

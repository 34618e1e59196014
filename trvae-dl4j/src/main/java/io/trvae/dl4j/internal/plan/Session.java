package io.trvae.dl4j.internal.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * The way through a plan in memory of its own: for a group of images and one thread, or for one
 * image and several threads.
 *
 * @param <C> what a call brings and takes away
 */
abstract class Session<C> implements AutoCloseable {

  /**
   * One image of a call.
   *
   * @param call its arrays
   * @param index the image's place in them
   */
  record Image<C>(C call, int index) {}

  final SessionMemory memory;
  private final List<SessionMemory.BoundStep> steps;
  private final List<Segment> segments = new ArrayList<>();

  /** Steps that one image of a group takes before the next image takes them. */
  private record Segment(boolean together, List<SessionMemory.BoundStep> steps) {

    /** Takes the steps with an image, or with all up to this one. */
    void run(int row) {
      for (int i = 0; i < steps.size(); i++) {
        for (Runnable task : steps.get(i).whole()[row]) {
          task.run();
        }
      }
    }
  }

  Session(SessionMemory memory, List<PlannedStep> plan) {
    this.memory = memory;
    steps = memory.bind(plan);
    int start = 0;
    for (int i = 1; i <= plan.size(); i++) {
      if (i == plan.size() || plan.get(i).order() != PlannedStep.Order.GO_ON) {
        boolean together = plan.get(start).order() == PlannedStep.Order.TOGETHER;
        segments.add(new Segment(together, steps.subList(start, i)));
        start = i;
      }
    }
  }

  /** Takes an image as number {@code row} of the group. */
  abstract void load(Image<C> image, int row);

  /** Hands back what has become of it. */
  abstract void store(Image<C> image, int row);

  /** Computes images, at most a group. */
  void computeGroup(List<Image<C>> images) {
    for (int i = 0; i < segments.size(); i++) {
      Segment segment = segments.get(i);
      // One image after the other takes the segment, or all of them stand in their rows.
      int each = segment.together ? images.size() : 1;
      for (int from = 0; from < images.size(); from += each) {
        if (i == 0) {
          load(images, from, from + each);
        }
        segment.run(from + each - 1);
        if (i == segments.size() - 1) {
          store(images, from, from + each);
        }
      }
    }
  }

  private void load(List<Image<C>> images, int from, int to) {
    for (int row = from; row < to; row++) {
      load(images.get(row), row);
    }
  }

  private void store(List<Image<C>> images, int from, int to) {
    for (int row = from; row < to; row++) {
      store(images.get(row), row);
    }
  }

  /** How many steps a single image takes, one after the other. */
  int phases() {
    return steps.size();
  }

  /** Into how many independent parts one of these steps is cut. */
  int shards(int phase) {
    return steps.get(phase).shards().length;
  }

  void runShard(int phase, int shard) {
    steps.get(phase).shards()[shard].run();
  }

  @Override
  public void close() {
    memory.close();
  }
}

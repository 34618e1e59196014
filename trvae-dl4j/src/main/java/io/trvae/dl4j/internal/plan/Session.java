package io.trvae.dl4j.internal.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * One call at a time through a plan, in memory of its own: a group of images by the calling thread
 * alone, or one image by a {@link Team}.
 *
 * @param <C> what a call brings and takes away
 */
abstract class Session<C> implements Team.Work, AutoCloseable {

  final SessionMemory memory;
  private final List<SessionMemory.BoundStep> steps;
  private final List<Segment> segments = new ArrayList<>();

  /** Steps that one image of a group takes before the next image takes them. */
  private record Segment(boolean together, List<SessionMemory.BoundStep> steps) {

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

  /** Takes image {@code index} of the call as number {@code row} of the group. */
  abstract void load(C call, int index, int row);

  /** Hands back what has become of it. */
  abstract void store(C call, int index, int row);

  /** Computes images {@code [from, from + count)} of a call, at most a group. */
  void computeGroup(C call, int from, int count) {
    for (int i = 0; i < segments.size(); i++) {
      Segment segment = segments.get(i);
      boolean first = i == 0;
      boolean last = i == segments.size() - 1;
      for (int row = 0; row < count; row++) {
        if (first) {
          load(call, from + row, row);
        }
        if (!segment.together || row == count - 1) {
          segment.run(row);
        }
        if (last && !segment.together) {
          store(call, from + row, row);
        }
      }
      if (last && segment.together) {
        for (int row = 0; row < count; row++) {
          store(call, from + row, row);
        }
      }
    }
  }

  @Override
  public int phases() {
    return steps.size();
  }

  @Override
  public int tasks(int phase) {
    return steps.get(phase).shards().length;
  }

  @Override
  public void run(int phase, int task) {
    steps.get(phase).shards()[task].run();
  }

  @Override
  public void close() {
    memory.close();
  }
}

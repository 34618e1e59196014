package io.trvae.dl4j.internal.plan;

import io.trvae.dl4j.internal.onednn.Step;
import java.util.List;
import java.util.stream.Stream;

/**
 * One call at a time through a plan, in memory of its own: a group of images by the calling thread
 * alone, or one image by a {@link Team}.
 *
 * @param <C> what a call brings and takes away
 */
abstract class Session<C> implements Team.Work, AutoCloseable {

  final SessionMemory memory;
  private final List<SessionMemory.BoundStep> imageSteps;
  private final List<SessionMemory.BoundStep> groupSteps;
  private final List<SessionMemory.BoundStep> phases;

  /**
   * Binds a plan.
   *
   * @param imagesFirst whether the steps on single images come before those on the group
   */
  Session(
      SessionMemory memory,
      List<PlannedStep> imageSteps,
      List<PlannedStep> groupSteps,
      boolean imagesFirst) {
    this.memory = memory;
    this.imageSteps = memory.bind(imageSteps);
    this.groupSteps = memory.bind(groupSteps);
    phases =
        (imagesFirst
                ? Stream.concat(this.imageSteps.stream(), this.groupSteps.stream())
                : Stream.concat(this.groupSteps.stream(), this.imageSteps.stream()))
            .toList();
  }

  /** Takes image {@code index} of the call as number {@code row} of the group. */
  abstract void load(C call, int index, int row);

  /** Hands back what has become of it. */
  abstract void store(C call, int index, int row);

  /** Computes images {@code [from, from + count)} of a call, at most a group. */
  abstract void computeGroup(C call, int from, int count);

  void runImage(int row) {
    run(imageSteps, row);
  }

  void runGroup() {
    run(groupSteps, 0);
  }

  private static void run(List<SessionMemory.BoundStep> steps, int row) {
    for (int i = 0; i < steps.size(); i++) {
      for (Step step : steps.get(i).whole()[row]) {
        step.run();
      }
    }
  }

  @Override
  public int phases() {
    return phases.size();
  }

  @Override
  public int tasks(int phase) {
    return phases.get(phase).shards().length;
  }

  @Override
  public void run(int phase, int task) {
    phases.get(phase).shards()[task].run();
  }

  @Override
  public void close() {
    memory.close();
  }
}

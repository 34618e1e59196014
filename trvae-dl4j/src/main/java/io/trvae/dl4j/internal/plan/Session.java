package io.trvae.dl4j.internal.plan;

import io.trvae.dl4j.internal.onednn.Step;
import java.util.List;
import java.util.stream.Stream;

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

  /** Takes an image as number {@code row} of the group. */
  abstract void load(Image<C> image, int row);

  /** Hands back what has become of it. */
  abstract void store(Image<C> image, int row);

  /** Computes images, at most a group. */
  abstract void computeGroup(List<Image<C>> images);

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

  /** How many steps a single image takes, one after the other. */
  int phases() {
    return phases.size();
  }

  /** Into how many independent parts one of these steps is cut. */
  int shards(int phase) {
    return phases.get(phase).shards().length;
  }

  void runShard(int phase, int shard) {
    phases.get(phase).shards()[shard].run();
  }

  @Override
  public void close() {
    memory.close();
  }
}

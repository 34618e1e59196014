package io.trvae.dl4j.internal.plan;

import java.util.List;

/**
 * One step of a plan, in two ways with equal results.
 *
 * @param order when the images of a group take it
 * @param whole all of it, for one thread
 * @param shards the same in independent parts, one for each thread
 */
record PlannedStep(Order order, List<Task> whole, List<Task> shards) {

  /** When the images of a group take a step. */
  enum Order {
    /** Each image goes on from the step before, while what that has left is still in the cache. */
    GO_ON,

    /** All images have come here, then one after the other, while the weights are in the cache. */
    LINE_UP,

    /** All images at once. */
    TOGETHER
  }

  PlannedStep {
    whole = List.copyOf(whole);
    shards = List.copyOf(shards);
  }
}

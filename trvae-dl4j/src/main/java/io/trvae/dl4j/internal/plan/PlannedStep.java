package io.trvae.dl4j.internal.plan;

import java.util.List;

/**
 * One step of a plan, in two ways with equal results.
 *
 * @param whole all of it, for one thread
 * @param shards the same in independent parts, one for each thread
 */
record PlannedStep(List<Task> whole, List<Task> shards) {

  PlannedStep {
    whole = List.copyOf(whole);
    shards = List.copyOf(shards);
  }
}

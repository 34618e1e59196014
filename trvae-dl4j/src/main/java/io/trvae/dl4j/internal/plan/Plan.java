package io.trvae.dl4j.internal.plan;

import io.trvae.dl4j.internal.onednn.OneDnn;
import java.util.List;

/**
 * One direction of a network, compiled: kernels and packed weights, and what memory they need.
 *
 * <p>Immutable; any number of {@link Session}s share it.
 *
 * @param <C> what a call brings and takes away
 */
abstract class Plan<C> implements AutoCloseable {

  private final OneDnn oneDnn;
  private final PlanMemory memory;
  private final int shards;
  private final List<LabelLane> lanes;

  Plan(Compilation compilation) {
    oneDnn = compilation.oneDnn;
    memory = compilation.memory;
    shards = compilation.shards;
    lanes = List.copyOf(compilation.lanes);
  }

  /** Allocates the memory of one more concurrent call. */
  abstract Session<C> session();

  SessionMemory memory() {
    return new SessionMemory(oneDnn, memory, shards, lanes);
  }

  /** Frees kernels and weights; all sessions have been closed before. */
  @Override
  public void close() {
    oneDnn.close();
  }
}

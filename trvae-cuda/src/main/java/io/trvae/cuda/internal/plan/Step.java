package io.trvae.cuda.internal.plan;

/** A part of a plan. */
@FunctionalInterface
interface Step {

  /** Queues what it computes. */
  void queue(Run run);
}

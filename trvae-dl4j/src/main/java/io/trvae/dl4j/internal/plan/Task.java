package io.trvae.dl4j.internal.plan;

/** A part of a step that one thread computes without waiting for others. */
interface Task {

  /** Tells whether it does something else for each image of a group. */
  boolean isPerImage();

  /**
   * Binds it to the memory of a session.
   *
   * @param memory where it finds and leaves values
   * @param row the number of the image in its group
   */
  Runnable bind(SessionMemory memory, int row);
}

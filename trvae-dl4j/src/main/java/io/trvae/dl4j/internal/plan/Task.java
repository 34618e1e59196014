package io.trvae.dl4j.internal.plan;

/** A part of a step that one thread computes without waiting for others. */
interface Task {

  /** Tells whether it does something else for each image of a group, or for each number of them. */
  boolean isPerImage();

  /**
   * Binds it to the memory of a session.
   *
   * @param memory where it finds and leaves values
   * @param row the number of the image in its group, or of the last one where all are taken at once
   */
  Runnable bind(SessionMemory memory, int row);
}

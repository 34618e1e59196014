package io.trvae.dl4j.internal.plan;

/** A part of a step that one thread computes without waiting for others. */
interface Task {

  /**
   * Tells whether it does the same for an image of a group as for the one before it.
   *
   * @param row as in {@link #bind}, above 0
   */
  boolean repeatsAt(int row);

  /**
   * Binds it to the memory of a session.
   *
   * @param memory where it finds and leaves values
   * @param row the number of the image in its group, or of the last one where all are taken at once
   */
  Runnable bind(SessionMemory memory, int row);
}

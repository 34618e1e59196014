package io.trvae.dl4j.internal.plan;

import java.util.List;

/**
 * What is done with the images of a group together, which depends on how many they are.
 *
 * @param tasks for one image, for two, and so on
 */
record BySize(List<Task> tasks) implements Task {

  BySize {
    tasks = List.copyOf(tasks);
  }

  @Override
  public boolean repeatsAt(int row) {
    return tasks.size() == 1 || tasks.get(row).equals(tasks.get(row - 1));
  }

  /** Binds the task for images up to number {@code row}. */
  @Override
  public Runnable bind(SessionMemory memory, int row) {
    return tasks.get(row).bind(memory, 0);
  }
}

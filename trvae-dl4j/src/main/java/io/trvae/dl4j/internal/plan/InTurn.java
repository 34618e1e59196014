package io.trvae.dl4j.internal.plan;

import java.util.List;

/** Tasks that one thread does one after the other. */
record InTurn(List<Task> tasks) implements Task {

  InTurn {
    tasks = List.copyOf(tasks);
  }

  @Override
  public boolean isPerImage() {
    return tasks.stream().anyMatch(Task::isPerImage);
  }

  @Override
  public Runnable bind(SessionMemory memory, int row) {
    List<Runnable> bound = tasks.stream().map(task -> task.bind(memory, row)).toList();
    return () -> bound.forEach(Runnable::run);
  }
}

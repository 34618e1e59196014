package io.trvae.dl4j.internal.plan;

/** Work that begins when other work is done. */
record Sequence(Team.Work first, Team.Work second) implements Team.Work {

  @Override
  public int phases() {
    return first.phases() + second.phases();
  }

  @Override
  public int tasks(int phase) {
    return phase < first.phases() ? first.tasks(phase) : second.tasks(phase - first.phases());
  }

  @Override
  public void run(int phase, int task) {
    if (phase < first.phases()) {
      first.run(phase, task);
    } else {
      second.run(phase - first.phases(), task);
    }
  }

  @Override
  public void close() {
    first.close();
    second.close();
  }
}

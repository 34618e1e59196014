package io.trvae.dl4j.internal.plan;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Leaders and helpers: every task runs once, after all of the phase before, and its leader sees
 * what it wrote. What tasks write is plain memory, as in a session.
 */
@JCStressTest
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "All done, in order, once")
@Outcome(expect = FORBIDDEN, desc = "Tasks left out, repeated, too early or not seen")
@State
public class TeamStress {

  private static final Team TEAM = new Team(3, () -> {});

  @Actor
  public void one(II_Result seen) {
    seen.r1 = faults();
  }

  @Actor
  public void other(II_Result seen) {
    seen.r2 = faults();
  }

  private static int faults() {
    Counting work = new Counting();
    TEAM.lead(() -> work);
    return work.faults();
  }

  private static final class Counting implements Team.Work {

    private static final int PHASES = 3;
    private static final int TASKS = 3;

    private final int[] runs = new int[PHASES * TASKS];
    private final int[] tooEarly = new int[PHASES * TASKS];

    @Override
    public int phases() {
      return PHASES;
    }

    @Override
    public int tasks(int phase) {
      return TASKS;
    }

    @Override
    public void run(int phase, int task) {
      int own = phase * TASKS + task;
      for (int before = 0; before < phase * TASKS; before++) {
        tooEarly[own] += runs[before] == 1 ? 0 : 1;
      }
      runs[own]++;
    }

    int faults() {
      int faults = 0;
      for (int i = 0; i < runs.length; i++) {
        faults += tooEarly[i] + (runs[i] == 1 ? 0 : 1);
      }
      return faults;
    }
  }
}

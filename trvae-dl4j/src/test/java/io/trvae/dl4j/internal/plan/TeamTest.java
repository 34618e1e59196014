package io.trvae.dl4j.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TeamTest {

  private static final int PHASES = 20;
  private static final int TASKS = 5;

  /** Counts how often each task runs, and whether all tasks of earlier phases have run before. */
  private static final class Counting implements Team.Work {

    private final AtomicIntegerArray runs = new AtomicIntegerArray(PHASES * TASKS);
    private final AtomicInteger tooEarly = new AtomicInteger();

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
      for (int before = 0; before < phase * TASKS; before++) {
        if (runs.get(before) != 1) {
          tooEarly.incrementAndGet();
        }
      }
      runs.incrementAndGet(phase * TASKS + task);
    }

    void check() {
      assertThat(tooEarly).hasValue(0);
      for (int i = 0; i < runs.length(); i++) {
        assertThat(runs.get(i)).isEqualTo(1);
      }
    }
  }

  @Test
  void everyTaskRunsOnceAndPhasesInOrder() {
    try (Team team = new Team(3, () -> {})) {
      for (int i = 0; i < 2000; i++) {
        Counting work = new Counting();
        team.lead(() -> work);
        work.check();
      }
    }
  }

  @Test
  void manyLeadersAtOnce() throws Exception {
    try (Team team = new Team(2, () -> {})) {
      List<CompletableFuture<Void>> leaders = new ArrayList<>();
      for (int leader = 0; leader < 8; leader++) {
        leaders.add(
            CompletableFuture.runAsync(
                () -> {
                  for (int i = 0; i < 200; i++) {
                    Counting work = new Counting();
                    team.lead(() -> work);
                    work.check();
                  }
                }));
      }
      for (CompletableFuture<Void> leader : leaders) {
        leader.get(50, TimeUnit.SECONDS);
      }
    }
  }

  @Test
  void aFailingTaskFailsItsLeaderAndNobodyElse() {
    try (Team team = new Team(2, () -> {})) {
      Team.Work failing =
          new Team.Work() {
            @Override
            public int phases() {
              return 2;
            }

            @Override
            public int tasks(int phase) {
              return 4;
            }

            @Override
            public void run(int phase, int task) {
              throw new IllegalArgumentException("task " + phase);
            }
          };
      for (int i = 0; i < 100; i++) {
        assertThatThrownBy(() -> team.lead(() -> failing)).hasMessage("task 0");
      }
      Counting work = new Counting();
      team.lead(() -> work);
      work.check();
    }
  }

  @Test
  void aClosedTeamRefusesWork() {
    Team team = new Team(2, () -> {});
    team.close();
    Counting work = new Counting();
    assertThatIllegalStateException().isThrownBy(() -> team.lead(() -> work));
  }
}

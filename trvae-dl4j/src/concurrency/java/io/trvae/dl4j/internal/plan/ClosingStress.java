package io.trvae.dl4j.internal.plan;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** An image and the end of its team: it is computed to its end before, or refused. */
@JCStressTest
@Outcome(id = "2, 2", expect = ACCEPTABLE, desc = "Computed before closing returned")
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "Refused, and left alone")
@Outcome(expect = FORBIDDEN, desc = "Computed while memory is freed, or forgotten")
@State
public class ClosingStress {

  private static final SessionPool<int[]> POOL = new SessionPool<>(CountingPlan::new);

  private final Team team = new Team(1, () -> {});
  private final SingleImages<int[]> images = new SingleImages<>(team, POOL);
  private final int[] values = {1};

  @Actor
  public void call(II_Result seen) {
    try {
      images.compute(new Session.Image<>(values, 0));
      seen.r1 = values[0];
    } catch (IllegalStateException e) {
      seen.r1 = 0;
    }
  }

  @Actor
  public void close(II_Result seen) {
    team.close();
    seen.r2 = values[0];
  }
}

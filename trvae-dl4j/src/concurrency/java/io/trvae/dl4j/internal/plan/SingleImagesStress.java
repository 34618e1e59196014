package io.trvae.dl4j.internal.plan;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Callers that meet, alone or as a group, each see their own result when they go on. */
@JCStressTest
@Outcome(id = "2, 4", expect = ACCEPTABLE, desc = "Each has its own")
@Outcome(expect = FORBIDDEN, desc = "A result is missing, or another's")
@State
public class SingleImagesStress {

  private static final SingleImages<int[]> IMAGES =
      new SingleImages<>(new Team(1, () -> {}), new SessionPool<>(CountingPlan::new));

  private final int[] values = {1, 2};

  @Actor
  public void one(II_Result seen) {
    IMAGES.compute(new Session.Image<>(values, 0));
    seen.r1 = values[0];
  }

  @Actor
  public void other(II_Result seen) {
    IMAGES.compute(new Session.Image<>(values, 1));
    seen.r2 = values[1];
  }
}

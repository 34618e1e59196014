package io.trvae.dl4j.internal.plan;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A session is one call's alone, and the next call sees what the one before has left. */
@JCStressTest
@Outcome(id = "2, 4", expect = ACCEPTABLE, desc = "Nobody else computed meanwhile")
@Outcome(expect = FORBIDDEN, desc = "Two calls had the same session")
@State
public class SessionPoolStress {

  private static final SessionPool<int[]> POOL = new SessionPool<>(CountingPlan::new);

  private final int[] values = {1, 2};

  @Actor
  public void one(II_Result seen) {
    seen.r1 = doubled(0);
  }

  @Actor
  public void other(II_Result seen) {
    seen.r2 = doubled(1);
  }

  private int doubled(int index) {
    Session<int[]> session = POOL.take();
    Session.Image<int[]> image = new Session.Image<>(values, index);
    session.load(image, 0);
    session.store(image, 0);
    POOL.giveBack(session, true);
    return values[index];
  }
}

package io.trvae.internal.pipeline;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A call and the end of a pipeline: one goes before the other, and all is freed once. */
@JCStressTest
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "The call came first")
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The call was refused")
@Outcome(expect = FORBIDDEN, desc = "Freed during a call, more than once, or not when closed")
@State
public class LifecycleStress {

  private final AtomicInteger releases = new AtomicInteger();
  private final Lifecycle lifecycle = new Lifecycle(releases::incrementAndGet);

  @Actor
  public void call(II_Result seen) {
    try {
      seen.r1 = lifecycle.call(() -> releases.get() == 0 && releases.get() == 0 ? 1 : 2);
    } catch (IllegalStateException e) {
      seen.r1 = 0;
    }
  }

  @Actor
  public void close(II_Result seen) {
    lifecycle.close();
    seen.r2 = releases.get();
  }
}

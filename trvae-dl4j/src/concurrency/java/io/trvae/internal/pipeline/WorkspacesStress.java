package io.trvae.internal.pipeline;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.trvae.network.Architecture;
import io.trvae.network.NetworkSpec;
import io.trvae.testkit.RandomModels;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** A workspace is one call's alone, and the next call sees what the one before has left. */
@JCStressTest
@Outcome(id = "true, true", expect = ACCEPTABLE, desc = "Nobody else wrote meanwhile")
@Outcome(expect = FORBIDDEN, desc = "Two calls had the same arrays")
@State
public class WorkspacesStress {

  private static final Workspaces WORKSPACES =
      new Workspaces(
          RandomModels.create(new NetworkSpec(Architecture.COMPACT, 16, 3, 8, 16, 0), 1).spec());

  @Actor
  public void one(ZZ_Result seen) {
    seen.r1 = use();
  }

  @Actor
  public void other(ZZ_Result seen) {
    seen.r2 = use();
  }

  /** Two plain elements that are the same whenever nobody is between writing them. */
  private static boolean use() {
    Workspace workspace = WORKSPACES.take(1);
    float[] codes = workspace.codes;
    float before = codes[0];
    boolean same = before == codes[1];
    codes[0] = before + 1;
    codes[1] = before + 1;
    same &= codes[0] == before + 1;
    // Far from where a float stops counting.
    if (before > 1000) {
      codes[0] = 0;
      codes[1] = 0;
    }
    WORKSPACES.giveBack(workspace);
    return same;
  }
}

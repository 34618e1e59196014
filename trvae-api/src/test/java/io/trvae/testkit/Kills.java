package io.trvae.testkit;

import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Ends processes at random moments and with no chance to tidy up, as a loss of power does.
 *
 * <p>The system properties {@code trvae.kills} and {@code trvae.kills.seed} set how often and when;
 * by default a few times and at other moments in each run.
 *
 * @since 0.1.0
 */
public final class Kills {

  private final int planned;
  private final long seed = Long.getLong("trvae.kills.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private int done;

  /**
   * Plans kills.
   *
   * @param few how many, unless the system property says otherwise
   */
  public Kills(int few) {
    planned = Integer.getInteger("trvae.kills", few);
  }

  /**
   * Tells whether there are kills left to do.
   *
   * @return whether fewer processes were killed than planned
   */
  public boolean areLeft() {
    return done < planned;
  }

  /**
   * Kills a process some time from now, if it has not ended by then.
   *
   * @param process what to kill; it has ended when this returns
   * @param atMost how long to wait at most, in milliseconds
   * @return whether it was killed
   * @throws InterruptedException if interrupted
   */
  public boolean kill(Process process, int atMost) throws InterruptedException {
    if (process.waitFor(random.nextInt(atMost), TimeUnit.MILLISECONDS)) {
      return false;
    }
    process.destroyForcibly().waitFor();
    done++;
    return true;
  }

  /** Tells how many were killed, and the seed that does it again. */
  @Override
  public String toString() {
    return "kills: " + done + ", -Dtrvae.kills.seed=" + seed;
  }
}

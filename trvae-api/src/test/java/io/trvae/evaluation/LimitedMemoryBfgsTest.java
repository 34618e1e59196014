package io.trvae.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LimitedMemoryBfgsTest {

  /** Rosenbrock's valley (1960), whose minimum of 0 is at (1, 1). */
  private static double rosenbrock(double[] place, double[] gradient) {
    double x = place[0];
    double y = place[1];
    gradient[0] = -2 * (1 - x) - 400 * x * (y - x * x);
    gradient[1] = 200 * (y - x * x);
    return (1 - x) * (1 - x) + 100 * (y - x * x) * (y - x * x);
  }

  @Test
  void findsTheEndOfACurvedValley() {
    double[] start = {-1.2, 1};

    double[] found = LimitedMemoryBfgs.minimise(LimitedMemoryBfgsTest::rosenbrock, start, 100);

    assertThat(found).containsExactly(new double[] {1, 1}, within(1e-5));
    assertThat(start).containsExactly(-1.2, 1);
  }

  @Test
  void staysWhereItIsFlat() {
    assertThat(
            LimitedMemoryBfgs.minimise(LimitedMemoryBfgsTest::rosenbrock, new double[] {1, 1}, 100))
        .containsExactly(1, 1);
  }

  /** A slope that lies: no step leads down. */
  @Test
  void endsWhereNoStepLeadsDown() {
    double[] found =
        LimitedMemoryBfgs.minimise(
            (place, gradient) -> {
              gradient[0] = 1;
              return -place[0];
            },
            new double[] {3},
            100);

    assertThat(found).containsExactly(3);
  }
}

package io.trvae.spi.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NoiseTest {

  @Test
  void dependsOnSeedStepAndOperationAlone() {
    Noise noise = new Noise(3);
    noise.atStep(8);
    noise.next();
    long second = noise.next().nextLong();
    Noise again = new Noise(3);
    again.atStep(2);
    again.next();
    again.atStep(8);
    again.next();
    assertThat(again.next().nextLong()).isEqualTo(second);
  }

  @Test
  void neighboursDrawDifferently() {
    Set<Long> drawn = new HashSet<>();
    int high = 0;
    for (long seed = 0; seed < 10; seed++) {
      Noise noise = new Noise(seed);
      for (long step = 0; step < 10; step++) {
        noise.atStep(step);
        for (int operation = 0; operation < 10; operation++) {
          long value = noise.next().nextLong();
          drawn.add(value);
          high += value < 0 ? 0 : 1;
        }
      }
    }
    assertThat(drawn).hasSize(1000);
    assertThat(high).isBetween(400, 600);
  }
}

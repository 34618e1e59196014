package io.trvae.training;

import static io.trvae.training.TestTraining.CONFIG;
import static io.trvae.training.TestTraining.NO_BACKEND;
import static io.trvae.training.TestTraining.report;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trvae.spi.Backend;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingListenerTest {

  private final List<String> heard = new ArrayList<>();

  private TrainingListener named(String name) {
    return new TrainingListener() {
      @Override
      public void onStart(TrainingConfig config, int firstEpoch) {
        heard.add(name + " start " + firstEpoch);
      }

      @Override
      public void onStep(int epoch, int step, Losses losses) {
        heard.add(name + " step " + epoch + "." + step + " " + losses.kl());
      }

      @Override
      public void onEpoch(EpochReport report, Backend backend) {
        heard.add(name + " epoch " + report.epoch() + " " + backend.description());
      }
    };
  }

  @Test
  void passesEachCallToAllInOrder() {
    TrainingListener all =
        TrainingListener.all(List.of(named("a"), TrainingListener.NONE))
            .andThen(named("b"))
            .andThen(named("c"));

    all.onStart(CONFIG, 3);
    all.onStep(3, 1, new Losses(1, 2, 3, 4));
    all.onEpoch(report(3), NO_BACKEND);

    assertThat(heard)
        .containsExactly(
            "a start 3",
            "b start 3",
            "c start 3",
            "a step 3.1 2.0",
            "b step 3.1 2.0",
            "c step 3.1 2.0",
            "a epoch 3 paint",
            "b epoch 3 paint",
            "c epoch 3 paint");
  }

  @Test
  void anExceptionEndsTheCall() {
    TrainingListener failing =
        new TrainingListener() {
          @Override
          public void onStart(TrainingConfig config, int firstEpoch) {
            throw new IllegalStateException("enough");
          }
        };

    assertThatThrownBy(() -> named("a").andThen(failing).andThen(named("b")).onStart(CONFIG, 1))
        .hasMessage("enough");
    assertThat(heard).containsExactly("a start 1");
  }
}

package io.trvae.spi.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.trvae.Cancellation;
import io.trvae.dl4j.internal.training.Features;
import io.trvae.dl4j.internal.training.OneDnnEngine;
import io.trvae.dl4j.internal.training.Parameters;
import io.trvae.model.ModelSpec;
import io.trvae.model.TransferModel;
import io.trvae.network.Architecture;
import io.trvae.network.Network;
import io.trvae.network.NetworkSpec;
import io.trvae.network.Parameter;
import io.trvae.training.AdversarialConfig;
import io.trvae.training.TrainingConfig;
import io.trvae.training.TrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Training with the statistics that a model has already. */
class FrozenNormalisationTest {

  private static final NetworkSpec SPEC = new NetworkSpec(Architecture.PORTRAIT, 16, 2, 4, 8, 0);

  private final DrawnFaces faces = DrawnFaces.of(2, 16);
  private final TrainingConfig.Builder config =
      TrainingConfig.builder(new ModelSpec(SPEC, faces.domains()))
          .batchSize(8)
          .epochs(2)
          .stepsPerEpoch(5)
          .validationFraction(0.25);
  private final TransferModel initial = train();

  private TransferModel train() {
    return new TrainingLoop(OneDnnEngine::new)
        .train(config.build(), faces, TrainingListener.NONE, new Cancellation());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void statisticsStayAndAllElseIsLearnt(boolean adversarial) {
    if (adversarial) {
      config.adversarial(AdversarialConfig.builder().averageDecay(0.5).build());
    }
    config.initialModel(initial).frozenNormalisation(true);
    TransferModel model = train();
    for (Parameter parameter : model.network().parameters()) {
      String name = parameter.name();
      float[] before = initial.tensor(name).toFloats();
      float[] after = model.tensor(name).toFloats();
      if (!parameter.role().isTrained()) {
        assertThat(after).as(name).containsExactly(before);
      } else if (parameter.role() == Parameter.Role.WEIGHT) {
        assertThat(after).as(name).isNotEqualTo(before);
      }
    }
  }

  @Test
  void activationsOfAStepAreThoseOfTheFinishedModel() {
    assertThat(mmdInTrainingOverMmdInInference(true)).isCloseTo(1, within(1e-5));
    assertThat(mmdInTrainingOverMmdInInference(false)).isNotCloseTo(1, within(0.01));
  }

  private double mmdInTrainingOverMmdInInference(boolean frozen) {
    Network description = SPEC.network();
    TrainingConfig built = config.initialModel(initial).frozenNormalisation(frozen).build();
    ParameterLayout layout = new ParameterLayout(description.parameters());
    OneDnnEngine engine = new OneDnnEngine();
    try (Parameters parameters = engine.parameters(layout);
        TrainingNetwork<Features, Parameters> network =
            new TrainingNetwork<>(engine, description, parameters, built)) {
      parameters.fill(Initialiser.start(layout, built));
      Batch batch = TinyNetworks.batch(description, 4, 6);
      double inference = network.evaluate(batch).mmd();
      return network.train(batch, 1, 1).mmd() / inference;
    }
  }
}

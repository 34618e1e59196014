package io.trvae.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.trvae.BackendException;
import io.trvae.Cancellation;
import io.trvae.ErrorCode;
import io.trvae.Precision;
import io.trvae.cuda.emulator.Emulator;
import io.trvae.model.ModelSpec;
import io.trvae.model.TransferModel;
import io.trvae.network.Architecture;
import io.trvae.network.NetworkSpec;
import io.trvae.network.Parameter;
import io.trvae.spi.Backend;
import io.trvae.spi.BackendOptions;
import io.trvae.spi.BackendStatus;
import io.trvae.spi.TrainerProvider;
import io.trvae.spi.training.DrawnFaces;
import io.trvae.training.AdversarialConfig;
import io.trvae.training.EpochReport;
import io.trvae.training.MmdKernel;
import io.trvae.training.TrainingConfig;
import io.trvae.training.TrainingListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole trainings on an emulated GPU, and what the provider says of others. */
class CudaTrainerProviderTest {

  private final CudaTrainerProvider provider = new CudaTrainerProvider();
  private final DrawnFaces faces = DrawnFaces.of(2, 12);

  @BeforeEach
  void emulate() {
    Emulator.load();
  }

  @AfterEach
  void restore() {
    Emulator.scenario("");
  }

  @Test
  void isFoundAndWaitsToBeAskedFor() {
    assertThat(ServiceLoader.load(TrainerProvider.class))
        .hasAtLeastOneElementOfType(CudaTrainerProvider.class);
    assertThat(provider.name()).isEqualTo("cuda");
    assertThat(provider.priority()).isLessThan(50);
    assertThat(provider.probe()).isEqualTo(new CudaBackendProvider().probe());
  }

  @Test
  void withoutAGpuThereIsAReason() {
    Emulator.scenario("init 100");
    assertThat(provider.probe()).isInstanceOf(BackendStatus.Unavailable.class);
    assertThatExceptionOfType(BackendException.class)
        .isThrownBy(() -> provider.open(options(Precision.FLOAT32)))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.BACKEND_UNAVAILABLE))
        .withMessageContaining("The trainer 'cuda' cannot be opened")
        .withMessageContaining("shows no GPU");
  }

  @Test
  void trainsInNothingShorterThanTf32() {
    for (Precision precision : List.of(Precision.FLOAT16, Precision.BFLOAT16)) {
      assertThatExceptionOfType(BackendException.class)
          .isThrownBy(() -> provider.open(options(precision)))
          .withMessageContaining("cannot train in " + precision.id());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "TF32"})
  void learns(Precision precision) {
    List<Double> losses = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onEpoch(EpochReport report, Backend backend) {
            losses.add(report.training().reconstruction());
          }
        };
    TransferModel model = train(config().epochs(3).stepsPerEpoch(3), precision, listener);
    assertThat(model.provenance().software().get("engine")).endsWith(", " + precision.id());
    assertThat(losses).hasSize(3);
    assertThat(losses.get(2)).isLessThan(0.7 * losses.get(0));
  }

  @Test
  void learnsAdversarially() {
    TransferModel initial = train(config().epochs(1));
    TransferModel model =
        train(
            config()
                .epochs(1)
                .initialModel(initial)
                .frozenNormalisation(true)
                .mmdKernel(MmdKernel.MAHALANOBIS)
                .mmdMemory(3)
                .adversarial(
                    AdversarialConfig.builder().averageDecay(0.5).coarseWeight(20).build()));
    for (Parameter parameter : model.network().parameters()) {
      float[] learnt = model.tensor(parameter.name()).toFloats();
      float[] before = initial.tensor(parameter.name()).toFloats();
      if (parameter.role().isTrained()) {
        assertThat(learnt).as(parameter.name()).doesNotContain(Float.NaN).isNotEqualTo(before);
      } else {
        assertThat(learnt).as(parameter.name()).isEqualTo(before);
      }
    }
  }

  @Test
  void goesOnFromACheckpointAsIfUndisturbed(@TempDir Path directory) {
    TransferModel undisturbed = train(config());
    train(config().epochs(1).checkpointDirectory(directory));
    TransferModel resumed = train(config().checkpointDirectory(directory));
    for (Parameter parameter : undisturbed.network().parameters()) {
      assertThat(resumed.tensor(parameter.name()).toFloats())
          .as(parameter.name())
          .isEqualTo(undisturbed.tensor(parameter.name()).toFloats());
    }
  }

  @Test
  void aLostGpuIsAnExceptionThatNamesItAndTheCheckpointRemains(@TempDir Path directory) {
    train(config().epochs(1).checkpointDirectory(directory));
    Emulator.scenario("fail cuLaunchKernel 719 300 1000000");
    assertThatExceptionOfType(BackendException.class)
        .isThrownBy(() -> train(config().epochs(3).checkpointDirectory(directory)))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.BACKEND_FAILED))
        .withMessageContaining("The training cannot go on")
        .withMessageContaining("failed on GPU 0, Emulated GPU 0")
        .withMessageContaining("The last checkpoint");
    Emulator.scenario("");
    List<Integer> first = new ArrayList<>();
    train(
        config().epochs(2).checkpointDirectory(directory),
        Precision.FLOAT32,
        new TrainingListener() {
          @Override
          public void onStart(TrainingConfig config, int firstEpoch) {
            first.add(firstEpoch);
          }
        });
    assertThat(first).containsExactly(2);
  }

  @Test
  void givesAllMemoryBack() {
    train(config().epochs(1).stepsPerEpoch(1));
    // As much as the probe asks for, and one kilobyte.
    Emulator.scenario("memory 536871936");
    assertThat(provider.probe()).isInstanceOf(BackendStatus.Available.class);
  }

  @Test
  void whereMemoryEndsItSaysWhatToDo() {
    Emulator.scenario("fail cuMemAlloc_v2 2 40 1000");
    assertThatExceptionOfType(BackendException.class)
        .isThrownBy(() -> train(config()))
        .withMessageContaining("CUDA_ERROR_OUT_OF_MEMORY")
        .withMessageContaining("use smaller batches");
    Emulator.scenario("memory 536871936");
    assertThat(provider.probe()).isInstanceOf(BackendStatus.Available.class);
  }

  private TrainingConfig.Builder config() {
    NetworkSpec spec = new NetworkSpec(Architecture.PORTRAIT, 16, 2, 4, 8, 0);
    return TrainingConfig.builder(new ModelSpec(spec, faces.domains()))
        .batchSize(4)
        .epochs(2)
        .stepsPerEpoch(2)
        .learningRate(5e-3)
        .klWeight(1e-3)
        .mmdWeight(1)
        .validationFraction(0.34);
  }

  private TransferModel train(TrainingConfig.Builder config) {
    return train(config, Precision.FLOAT32, TrainingListener.NONE);
  }

  private TransferModel train(
      TrainingConfig.Builder config, Precision precision, TrainingListener listener) {
    return provider
        .open(options(precision))
        .train(config.build(), faces, listener, new Cancellation());
  }

  private static BackendOptions options(Precision precision) {
    return new BackendOptions(1, Optional.empty(), precision);
  }
}

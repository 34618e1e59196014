package io.trvae.spi.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import io.trvae.Cancellation;
import io.trvae.ErrorCode;
import io.trvae.TrainingException;
import io.trvae.TransferCancelledException;
import io.trvae.dl4j.internal.training.OneDnnEngine;
import io.trvae.model.TransferModel;
import io.trvae.spi.Backend;
import io.trvae.testkit.Kills;
import io.trvae.training.AdversarialConfig;
import io.trvae.training.DomainDataset;
import io.trvae.training.EpochReport;
import io.trvae.training.Losses;
import io.trvae.training.MmdEstimate;
import io.trvae.training.MmdKernel;
import io.trvae.training.TrainingConfig;
import io.trvae.training.TrainingListener;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.AbstractThrowableAssert;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class TrainingLoopTest {

  @TempDir Path directory;

  private final List<EpochReport> reports = new ArrayList<>();

  private final TrainingListener recorder =
      new TrainingListener() {
        @Override
        public void onEpoch(EpochReport report, Backend backend) {
          reports.add(report);
        }
      };

  private static TrainingConfig.Builder config() {
    return TrainingProcess.config().epochs(4);
  }

  /** Validation losses go up and down with so large a rate. */
  private static TrainingConfig.Builder unsteady() {
    return config().epochs(30).stepsPerEpoch(2).learningRate(0.01);
  }

  private static TransferModel train(TrainingConfig.Builder config, TrainingListener listener) {
    return TrainingProcess.train(config.build(), listener);
  }

  private static String digest(TransferModel model) {
    return TrainingProcess.digest(model);
  }

  @Test
  void lossFalls() {
    TrainingConfig config =
        TrainingConfig.builder(TrainingProcess.model(3))
            .batchSize(6)
            .epochs(8)
            .stepsPerEpoch(8)
            .validationFraction(0.25)
            .build();
    TransferModel model =
        new TrainingLoop(OneDnnEngine::new)
            .train(config, DrawnFaces.of(3, 16), recorder, new Cancellation());

    assertThat(reports).hasSize(8);
    Losses first = reports.get(0).training();
    Losses last = reports.get(7).training();
    assertThat(last.reconstruction()).isLessThan(first.reconstruction() / 2);
    assertThat(last.total()).isLessThan(first.total());
    assertThat(reports).extracting(EpochReport::images).containsOnly(48L);
    assertThat(model.spec()).isEqualTo(config.model());
    assertThat(model.provenance().configuration()).isEqualTo(config.asMap());
    assertThat(model.provenance().data().values()).containsOnly(12);
    assertThat(model.provenance().software().get("engine")).matches("oneDNN [0-9.]+, float32");
  }

  @Test
  void theSeedDeterminesTheModel() {
    String model = digest(train(config(), TrainingListener.NONE));
    assertThat(digest(train(config(), TrainingListener.NONE))).isEqualTo(model);
    assertThat(digest(train(config().seed(6), TrainingListener.NONE))).isNotEqualTo(model);
  }

  @Test
  void cancelledAndResumedIsAsIfItHadNotBeen() {
    Cancellation cancellation = new Cancellation();
    TrainingListener canceller =
        new TrainingListener() {
          @Override
          public void onStep(int epoch, int step, Losses losses) {
            if (epoch == 3 && step == 2) {
              cancellation.cancel();
            }
          }
        };
    TrainingConfig config = config().checkpointDirectory(directory).build();
    assertThatExceptionOfType(TransferCancelledException.class)
        .isThrownBy(
            () ->
                new TrainingLoop(OneDnnEngine::new)
                    .train(config, TrainingProcess.faces(), canceller, cancellation));

    List<Integer> firstEpochs = new ArrayList<>();
    TrainingListener starts =
        new TrainingListener() {
          @Override
          public void onStart(TrainingConfig ignored, int firstEpoch) {
            firstEpochs.add(firstEpoch);
          }
        };
    TransferModel resumed = TrainingProcess.train(config, starts);
    assertThat(firstEpochs).containsExactly(3);
    assertThat(digest(resumed)).isEqualTo(digest(train(config(), TrainingListener.NONE)));
  }

  /** A long series: {@code -Dtrvae.kills=100}. */
  @Test
  @Timeout(value = 1, unit = TimeUnit.HOURS)
  void killedAndResumedIsAsIfItHadNotBeen() throws Exception {
    String undisturbed = digest(train(TrainingProcess.config(), TrainingListener.NONE));
    Kills kills = new Kills(3);
    int checkpoints = 0;
    int ends = 0;
    while (kills.areLeft()) {
      Process process = TrainingProcess.start(directory);
      try (BufferedReader lines = lines(process)) {
        String line = awaitLine(lines, TrainingProcess.EPOCH, "model ");
        if (line.startsWith(TrainingProcess.EPOCH) && !kills.kill(process, 1000)) {
          line = awaitLine(lines, "model ");
        }
        if (line.startsWith("model ")) {
          assertThat(line).as("%s", kills).isEqualTo(undisturbed);
          Files.delete(directory.resolve("checkpoint.bin"));
          ends++;
        }
      }
      checkpoints += Checkpoint.read(directory).isPresent() ? 1 : 0;
      assertThat(directory.toFile().list())
          .as("%s", kills)
          .isSubsetOf("checkpoint.bin", ".checkpoint.bin.tmp", "checkpoint.lock", "errors.txt");
    }
    Process last = TrainingProcess.start(directory);
    try (BufferedReader lines = lines(last)) {
      assertThat(awaitLine(lines, "model ")).as("%s", kills).isEqualTo(undisturbed);
      assertThat(last.waitFor()).isZero();
    }
    System.out.printf(
        "Training, %s: %d checkpoints read, %d trainings as if undisturbed%n",
        kills, checkpoints, ends + 1);
  }

  private static BufferedReader lines(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  private String awaitLine(BufferedReader lines, String... starts) throws IOException {
    String line = lines.readLine();
    while (line != null && Arrays.stream(starts).noneMatch(line::startsWith)) {
      line = lines.readLine();
    }
    assertThat(line)
        .as("output; errors: %s", Files.readString(directory.resolve("errors.txt")))
        .isNotNull();
    return line;
  }

  @Test
  void aCheckpointOfOtherOptionsIsRefused() {
    assertDoesNotGoOn(
            config().epochs(1), config().epochs(1).klWeight(0.5).seed(77), TrainingProcess.faces())
        .hasMessageContaining("klWeight 0.001 where this one has 0.5, seed 5 where this one has 77")
        .hasMessageContaining(directory.toString())
        .message()
        .doesNotContain("batchSize");
  }

  @Test
  void aCheckpointOfAnAdversarialTrainingIsRefused() {
    assertDoesNotGoOn(
            config().epochs(1).adversarial(AdversarialConfig.DEFAULT),
            config().epochs(1),
            TrainingProcess.faces())
        .hasMessageContaining("adversarial.headStart 0 where this one has null");
  }

  @Test
  void aCheckpointOfOtherImagesIsRefused() {
    assertDoesNotGoOn(config().epochs(1), config().epochs(2), DrawnFaces.of(2, 17))
        .hasMessageContaining("images of flat 16 where this one has 17");
  }

  @Test
  void aCheckpointOfALaterEpochIsRefused() {
    assertDoesNotGoOn(config().epochs(2), config().epochs(1), TrainingProcess.faces())
        .hasMessageContaining("is that of epoch 2, asked for are 1 epochs");
  }

  @Test
  void aDamagedCheckpointIsRefused() throws IOException {
    Files.write(directory.resolve("checkpoint.bin"), new byte[200]);
    assertFails(
        ErrorCode.CHECKPOINT_INVALID,
        config().checkpointDirectory(directory),
        TrainingProcess.faces());
  }

  @Test
  void aTrainingCanBeProlonged() {
    train(config().epochs(2).checkpointDirectory(directory), TrainingListener.NONE);
    TransferModel prolonged = train(config().checkpointDirectory(directory), recorder);
    assertThat(reports).extracting(EpochReport::epoch).containsExactly(3, 4);
    assertThat(digest(prolonged)).isEqualTo(digest(train(config(), TrainingListener.NONE)));
  }

  @Test
  void adversarialTrainingResumesToo() {
    TrainingConfig.Builder config =
        config()
            .stepsPerEpoch(2)
            .mmdKernel(MmdKernel.MAHALANOBIS)
            .mmdMemory(3)
            .adversarial(AdversarialConfig.DEFAULT)
            .learningRate(1e-4);
    String whole = digest(train(config.epochs(3), TrainingListener.NONE));
    train(config.epochs(1).checkpointDirectory(directory), TrainingListener.NONE);
    TransferModel resumed = train(config.epochs(3), recorder);
    assertThat(reports).extracting(EpochReport::epoch).containsExactly(2, 3);
    assertThat(reports).allSatisfy(report -> assertThat(report.validation().mmd()).isNotZero());
    assertThat(digest(resumed)).isEqualTo(whole);
  }

  @Test
  void dataThatDoNotFitAreRefused() {
    DrawnFaces faces = TrainingProcess.faces();
    assertFails(ErrorCode.TRAINING_CONFIG_INVALID, config(), DrawnFaces.of(3, 16))
        .hasMessageContaining("outline");
    assertFails(
            ErrorCode.TRAINING_CONFIG_INVALID, config(), new DrawnFaces(faces.domains(), 16, 32))
        .hasMessageContaining("16")
        .hasMessageContaining("32");
    assertFails(ErrorCode.DATASET_INVALID, config(), DrawnFaces.of(2, 2))
        .hasMessageContaining("shaded");
  }

  @Test
  void divergenceIsNamed() {
    // The divergence of the code grows with the exponential of what the rate moves at once.
    assertFails(
            ErrorCode.TRAINING_DIVERGED,
            config().learningRate(0.99).klWeight(100).stepsPerEpoch(20),
            TrainingProcess.faces())
        .message()
        .containsPattern("epoch [1-4], step \\d+:");
  }

  @Test
  void divergenceAfterTheLastStepOfAnEpochLeavesNoCheckpoint() {
    // The loss of the first step can be told, its gradients overflow.
    assertFails(
            ErrorCode.TRAINING_DIVERGED,
            config().reconstructionWeight(1e42).stepsPerEpoch(1).checkpointDirectory(directory),
            TrainingProcess.faces())
        .hasMessageContaining("validation of epoch 1");
    assertThat(directory.toFile().list()).containsExactly("checkpoint.lock");
  }

  /** The second training refuses the checkpoint of the first. */
  private AbstractThrowableAssert<?, ? extends Throwable> assertDoesNotGoOn(
      TrainingConfig.Builder first, TrainingConfig.Builder then, DomainDataset dataset) {
    train(first.checkpointDirectory(directory), TrainingListener.NONE);
    return assertFails(ErrorCode.CHECKPOINT_INVALID, then.checkpointDirectory(directory), dataset);
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> assertFails(
      ErrorCode code, TrainingConfig.Builder config, DomainDataset dataset) {
    TrainingConfig built = config.build();
    return assertThatThrownBy(
            () ->
                new TrainingLoop(OneDnnEngine::new)
                    .train(built, dataset, TrainingListener.NONE, new Cancellation()))
        .isInstanceOfSatisfying(TrainingException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void thePlateauLowersTheLearningRate() {
    train(unsteady().epochs(10).plateauPatience(1).plateauFactor(0.25), recorder);
    assertThat(reports).extracting(EpochReport::best).contains(false);
    for (int i = 1; i < reports.size(); i++) {
      EpochReport before = reports.get(i - 1);
      assertThat(reports.get(i).learningRate())
          .isEqualTo(before.learningRate() * (before.best() ? 1 : 0.25));
    }
  }

  @Test
  void theLearningRateIsObeyed() {
    TransferModel slow =
        train(config().epochs(1).stepsPerEpoch(1).learningRate(1e-5), TrainingListener.NONE);
    TransferModel fast =
        train(config().epochs(1).stepsPerEpoch(1).learningRate(1e-4), TrainingListener.NONE);
    // Adam's first step is the rate itself wherever there is a gradient.
    float[] a = slow.tensor("decoder.image.bias").toFloats();
    float[] b = fast.tensor("decoder.image.bias").toFloats();
    for (int i = 0; i < a.length; i++) {
      assertThat(Math.abs(a[i])).isCloseTo(1e-5f, within(1e-7f));
      assertThat(Math.abs(b[i])).isCloseTo(1e-4f, within(1e-6f));
    }
  }

  @Test
  void stopsEarlyWithTheBestEpochsModel() {
    float[] image = new float[3 * 16 * 16];
    float[] label = {1, 0};
    TrainingProcess.faces().copyTo(0, 0, image, 0, false);
    List<float[]> means = new ArrayList<>();
    TrainingListener encoder =
        new TrainingListener() {
          @Override
          public void onEpoch(EpochReport report, Backend backend) {
            reports.add(report);
            float[] mean = new float[4];
            backend.encode(image, label, 1, mean, new float[4]);
            means.add(mean);
          }
        };
    TransferModel model = train(unsteady().earlyStoppingPatience(2), encoder);

    int epochs = reports.size();
    assertThat(epochs).isLessThan(30);
    int best = epochs - 2;
    assertThat(reports.get(best - 1).best()).isTrue();
    assertThat(reports.subList(best, epochs)).extracting(EpochReport::best).containsOnly(false);
    assertThat(TrainingProcess.metric(model, "epoch")).isEqualTo(best);
    assertThat(TrainingProcess.metric(model, "validationLoss"))
        .isEqualTo(
            reports.stream().mapToDouble(report -> report.validation().total()).min().orElse(0));

    // Plain loops with the returned weights encode as the network of the best epoch did.
    PlainTraining plain = new PlainTraining(model.network(), 1, 1, 1, MmdEstimate.BIASED);
    model
        .tensors()
        .forEach(
            (name, tensor) -> {
              float[] values = tensor.toFloats();
              Arrays.setAll(plain.values(name), i -> values[i]);
            });
    double[] mean = plain.infer(new Batch(image, label, new int[] {0})).mean();
    assertThat(distance(mean, means.get(best - 1))).isLessThan(1e-3);
    assertThat(distance(mean, means.get(epochs - 1))).isGreaterThan(1e-2);
  }

  private static double distance(double[] expected, float[] actual) {
    double largest = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i] - actual[i]));
    }
    return largest;
  }

  @Test
  void aListenersExceptionEndsTrainingAndTheCheckpointServes() {
    RuntimeException fault = new RuntimeException("no more");
    TrainingListener thrower =
        new TrainingListener() {
          @Override
          public void onEpoch(EpochReport report, Backend backend) {
            if (report.epoch() == 2) {
              throw fault;
            }
          }
        };
    assertThatThrownBy(() -> train(config().checkpointDirectory(directory), thrower))
        .isSameAs(fault);
    TransferModel resumed = train(config().checkpointDirectory(directory), recorder);
    assertThat(reports).extracting(EpochReport::epoch).containsExactly(3, 4);
    assertThat(digest(resumed)).isEqualTo(digest(train(config(), TrainingListener.NONE)));
  }

  @Test
  void theListenersBackendComputesDuringTheCallOnly() {
    int images = 7;
    float[] pictures = new float[images * 3 * 16 * 16];
    float[] labels = new float[images * 2];
    for (int i = 0; i < images; i++) {
      TrainingProcess.faces().copyTo(i % 2, i, pictures, i * 3 * 16 * 16, false);
      labels[2 * i + i % 2] = 1;
    }
    List<Backend> backends = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onEpoch(EpochReport report, Backend backend) {
            backends.add(backend);
            // More than the seven fill two passes of the network; the last pass is not full.
            float[] mean = new float[images * 4];
            float[] logVar = new float[images * 4];
            backend.encode(pictures, labels, images, mean, logVar);
            float[] decoded = new float[pictures.length];
            backend.decode(mean, labels, images, decoded);
            for (int i = 0; i < images; i++) {
              float[] one = new float[4];
              backend.encode(part(pictures, i, 768), part(labels, i, 2), 1, one, new float[4]);
              assertThat(one).isEqualTo(part(mean, i, 4));
              float[] picture = new float[768];
              backend.decode(one, part(labels, i, 2), 1, picture);
              assertThat(picture).isEqualTo(part(decoded, i, 768));
            }
            assertThat(part(mean, 0, 4)).isNotEqualTo(part(mean, 1, 4));
            assertThat(backend.description()).isNotBlank();
          }
        };
    TransferModel listened = train(config().epochs(2), listener);
    assertThat(backends).hasSize(2);
    for (Backend backend : backends) {
      assertThatIllegalStateException()
          .isThrownBy(() -> backend.encode(pictures, labels, images, new float[28], new float[28]));
      assertThatIllegalStateException()
          .isThrownBy(() -> backend.decode(new float[28], labels, images, pictures));
    }
    // Computing between epochs leaves no trace in the training.
    assertThat(digest(listened))
        .isEqualTo(digest(train(config().epochs(2), TrainingListener.NONE)));
  }

  private static float[] part(float[] values, int index, int length) {
    return Arrays.copyOfRange(values, index * length, (index + 1) * length);
  }

  @Test
  void refusesADirectoryThatAnotherTrainingUses() {
    TrainingConfig config = config().epochs(1).checkpointDirectory(directory).build();
    List<Throwable> refusals = new ArrayList<>();
    TrainingListener second =
        new TrainingListener() {
          @Override
          public void onEpoch(EpochReport report, Backend backend) {
            refusals.add(
                catchThrowable(() -> TrainingProcess.train(config, TrainingListener.NONE)));
          }
        };
    TrainingProcess.train(config, second);
    assertThat(refusals)
        .singleElement()
        .isInstanceOf(TrainingException.class)
        .asString()
        .contains("Another training", directory.toString());
    TrainingProcess.train(config, recorder);
  }

  @Test
  void nativeMemoryIsFreed() throws IOException {
    TrainingConfig.Builder shortest = config().epochs(1).stepsPerEpoch(1);
    Path damaged = Files.createDirectory(directory.resolve("damaged"));
    Files.write(damaged.resolve("checkpoint.bin"), new byte[200]);
    trainAndFail(shortest, damaged);
    long count = Pointer.totalCount();
    long bytes = Pointer.totalBytes();
    for (int i = 0; i < 6; i++) {
      trainAndFail(shortest, damaged);
    }
    // Each of these twelve trainings has thousands of native objects and megabytes of weights.
    assertThat(Pointer.totalCount() - count).isLessThan(1000);
    assertThat(Pointer.totalBytes() - bytes).isLessThan(1_000_000);
  }

  private static void trainAndFail(TrainingConfig.Builder config, Path damaged) {
    TrainingConfig good = config.build();
    TrainingProcess.train(good, TrainingListener.NONE);
    assertThatExceptionOfType(TrainingException.class)
        .isThrownBy(
            () ->
                TrainingProcess.train(
                    TrainingProcess.config().checkpointDirectory(damaged).build(),
                    TrainingListener.NONE));
  }
}

package io.trvae.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.trvae.DomainLabel;
import io.trvae.RgbImage;
import io.trvae.model.ModelFile;
import io.trvae.model.Tensor;
import io.trvae.model.TransferModel;
import io.trvae.model.WeightType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainTest {

  @TempDir private Path folder;
  private Path data;
  private Path model;
  private Path run;

  @BeforeEach
  void prepare() throws IOException {
    data = TrainingImages.write(folder.resolve("faces"));
    model = folder.resolve("new/model.safetensors");
    run = folder.resolve("new/model-training");
  }

  @Test
  void trainsAndLeavesModelLogPlotAndSamples() throws IOException {
    Files.writeString(data.resolve("real/broken.png"), "no picture");

    Run result = train("--epochs", "2", "--licence", "for tests only", "--seed", "7");

    assertThat(result.err()).isEmpty();
    assertThat(result.exitCode()).isZero();
    assertThat(result.out())
        .contains("Images: 4 of real, 4 of anime", "Skipped: 1,", "epoch 1/2:", "epoch 2/2:")
        .endsWith(model.toAbsolutePath() + System.lineSeparator());
    assertThat(run.resolve("losses.csv")).content().hasLineCount(3);
    assertThat(RgbImage.read(run.resolve("losses.png")).width()).isPositive();
    assertThat(run.resolve("samples/epoch-0001.png")).isRegularFile();
    assertThat(run.resolve("samples/epoch-0002.png")).isRegularFile();
    assertThat(run.resolve("skipped-images.txt"))
        .content()
        .contains("broken.png\t")
        .hasLineCount(1);

    TransferModel trained = ModelFile.read(model);
    assertThat(trained.spec().domains()).containsExactly(DomainLabel.REAL, DomainLabel.ANIME);
    assertThat(trained.spec().network().latentSize()).isEqualTo(4);
    assertThat(trained.provenance().licence()).isEqualTo("for tests only");
    assertThat(trained.provenance().configuration()).containsEntry("seed", "7");
    assertThat(trained.tensors().values())
        .extracting(Tensor::type)
        .containsOnly(WeightType.FLOAT16);
  }

  @Test
  void sameCommandWithMoreEpochsGoesOn() {
    assertThat(train("--epochs", "1", "--weights", "float32").exitCode()).isZero();

    Run more = train("--epochs", "2", "--force");

    assertThat(more.exitCode()).isZero();
    assertThat(more.out())
        .contains("Going on after epoch 1", "epoch 2/2:")
        .doesNotContain("epoch 1/");
    assertThat(run.resolve("losses.csv")).content().hasLineCount(3);
  }

  @Test
  void checkpointOfOtherOptionsIsRefused() {
    Path state = folder.resolve("state");
    assertThat(train("--checkpoint", state.toString()).exitCode()).isZero();

    Run other = train("--checkpoint", state.toString(), "--seed", "2", "--force");

    assertThat(other.exitCode()).isEqualTo(1);
    assertThat(other.err())
        .startsWith("TRVAE-404: ")
        .contains("seed 1 where this one has 2", state.toString());
  }

  @Test
  void aTrainerThatIsNamedIsNeverReplaced() {
    Run gpu = train("--trainer", "cuda", "--device", "7", "--precision", "tf32");
    assertThat(gpu.exitCode()).isEqualTo(1);
    assertThat(gpu.err()).startsWith("TRVAE-301: ").contains("cuda");

    Run unknown = train("--trainer", "abacus");
    assertThat(unknown.exitCode()).isEqualTo(1);
    assertThat(unknown.err()).startsWith("TRVAE-301: ").contains("abacus", "onednn", "cuda");

    assertThat(train("--trainer", "onednn").exitCode()).isZero();
  }

  @Test
  void whereToTrainIsSaidTogetherWithWhat() {
    Run result = train("--device", "1");
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains("--trainer");
  }

  @Test
  void initialModelGivesNetworkAndDomains() throws IOException {
    assertThat(train().exitCode()).isZero();
    Path next = folder.resolve("next.safetensors");

    Run result =
        Run.of(
            "train",
            "--data",
            data,
            "--initial-model",
            model,
            "-o",
            next,
            "--epochs",
            "1",
            "--steps-per-epoch",
            "1",
            "--batch-size",
            "4");

    assertThat(result.err()).isEmpty();
    assertThat(result.exitCode()).isZero();
    assertThat(ModelFile.read(next).spec()).isEqualTo(ModelFile.read(model).spec());
  }

  @Test
  void addsADomainToAnInitialModel() throws IOException {
    assertThat(train().exitCode()).isZero();
    Path next = folder.resolve("next.safetensors");
    Path added = Files.createDirectory(data.resolve("ink"));
    try (var pictures = Files.list(data.resolve("anime"))) {
      for (Path picture : pictures.toList()) {
        Files.copy(picture, added.resolve(picture.getFileName()));
      }
    }

    Run result =
        Run.of(
            "train",
            "--data",
            data,
            "--initial-model",
            model,
            "--domains",
            "real,anime,ink",
            "-o",
            next,
            "--epochs",
            "1",
            "--steps-per-epoch",
            "1",
            "--batch-size",
            "6");

    assertThat(result.err()).isEmpty();
    assertThat(result.exitCode()).isZero();
    assertThat(ModelFile.read(next).spec().domains())
        .containsExactly(DomainLabel.REAL, DomainLabel.ANIME, DomainLabel.of("ink"));
    assertThat(ModelFile.read(next).tensor("decoder.mmd.bias").toFloats())
        .isEqualTo(ModelFile.read(model).tensor("decoder.mmd.bias").toFloats());
  }

  @Test
  void adversarialTrainingIsASwitchAndWeights() throws IOException {
    Run result = train("--adversarial", "--adversarial-latent-weight", "0.25");

    assertThat(result.err()).isEmpty();
    assertThat(result.exitCode()).isZero();
    assertThat(ModelFile.read(model).provenance().configuration())
        .containsEntry("adversarial.latentWeight", "0.25")
        .containsEntry("adversarial.adversarialWeight", "4.0");
  }

  @Test
  void configFileStandsInForOptionsAndTheCommandLineWins() throws IOException {
    Path file = folder.resolve("training.properties");
    Files.writeString(
        file,
        String.join(
            "\n",
            "data=" + data,
            "domains=real,anime",
            "image-size=32",
            "latent-size=4",
            "mmd-size=4",
            "batch-size=4",
            "steps-per-epoch=1",
            "epochs=5",
            "horizontal-flips=false",
            "adversarial=false",
            "kl-weight=0.125",
            "weights=float32"));

    Run result = Run.of("train", "--config", file, "-o", model, "--epochs", "1");

    assertThat(result.err()).isEmpty();
    assertThat(result.exitCode()).isZero();
    TransferModel trained = ModelFile.read(model);
    Map<String, String> configuration = trained.provenance().configuration();
    assertThat(configuration)
        .containsEntry("epochs", "1")
        .containsEntry("horizontalFlips", "false")
        .containsEntry("klWeight", "0.125")
        .doesNotContainKey("adversarial.latentWeight");
    assertThat(trained.tensors().values())
        .extracting(Tensor::type)
        .containsOnly(WeightType.FLOAT32);
  }

  @Test
  void switchesMayBeSetInBothPlaces() throws IOException {
    Files.createDirectories(model.getParent());
    Files.writeString(model, "old");
    Path file = Files.writeString(folder.resolve("training.properties"), "force=true");

    assertThat(train("--config", file.toString(), "--force").exitCode()).isZero();
  }

  @Test
  void unknownKeyInTheConfigFileIsAnsweredWithTheKnownOnes() throws IOException {
    Path file = Files.writeString(folder.resolve("training.properties"), "epoch=5\nepochs=3");

    Run result = train("--config", file.toString());

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err())
        .contains(file.toString(), "do not exist: epoch;", "epochs", "batch-size", "data")
        .doesNotContain("verbose,");
  }

  @Test
  void badValueInTheConfigFileIsAUsageError() throws IOException {
    Path file = Files.writeString(folder.resolve("training.properties"), "seed=few");

    Run result = train("--config", file.toString());

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains("--seed", "few");
  }

  @Test
  void missingConfigFileIsNamed() {
    Run result = train("--config", folder.resolve("none.properties").toString());

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains("none.properties", "cannot be read");
  }

  @Test
  void existingModelIsKeptUnlessForced() throws IOException {
    Files.createDirectories(model.getParent());
    Files.writeString(model, "precious");

    Run result = train();

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).contains(model.toString(), "--force");
    assertThat(model).hasContent("precious");
  }

  @Test
  void aFolderIsNoModelFile() throws IOException {
    Files.createDirectories(model);

    Run result = train("--force");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).startsWith("TRVAE-501: ").contains(model.toString(), "it is a folder");
  }

  @Test
  void missingDataAreNamed() {
    data = folder.resolve("nowhere");

    Run result = train();

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).startsWith("TRVAE-401: ").contains("nowhere");
    assertThat(model).doesNotExist();
  }

  @Test
  void domainsAreNeededWithoutAnInitialModel() {
    Run result = Run.of("train", "--data", data, "-o", model);

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains("--domains", "--initial-model");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--batch-size                | 5     | batchSize is 5",
        "--learning-rate             | 2     | learningRate is 2.0",
        "--image-size                | 17    | Image size 17",
        "--architecture              | vgg   | Unknown architecture 'vgg'",
        "--weights                   | int8  | int8",
        "--subfolder                 | a//b  | a//b",
        "--adversarial-latent-weight | 1     | no effect without --adversarial",
        "--horizontal-flips          | maybe | maybe",
      })
  void badValueIsAUsageError(String option, String value, String message) {
    Run result = train(option, value);

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains(message);
    assertThat(model).doesNotExist();
  }

  /** Runs a tiny training; options given override those named here. */
  private Run train(String... options) {
    List<String> given = List.of(options);
    List<Object> arguments =
        new ArrayList<>(List.of("train", "--data", data, "-o", model, "--domains", "real,anime"));
    Map<String, String> tiny =
        Map.of(
            "--image-size", "32",
            "--latent-size", "4",
            "--mmd-size", "4",
            "--batch-size", "4",
            "--steps-per-epoch", "1",
            "--epochs", "1");
    tiny.forEach(
        (option, value) -> {
          if (!given.contains(option)) {
            arguments.addAll(List.of(option, value));
          }
        });
    arguments.addAll(given);
    return Run.of(arguments.toArray());
  }
}

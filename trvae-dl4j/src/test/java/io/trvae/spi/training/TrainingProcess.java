package io.trvae.spi.training;

import io.trvae.Cancellation;
import io.trvae.DomainLabel;
import io.trvae.dl4j.internal.training.OneDnnEngine;
import io.trvae.model.ModelSpec;
import io.trvae.model.TransferModel;
import io.trvae.network.Architecture;
import io.trvae.network.NetworkSpec;
import io.trvae.spi.Backend;
import io.trvae.training.EpochReport;
import io.trvae.training.TrainingConfig;
import io.trvae.training.TrainingListener;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/**
 * A training in a process of its own, to be killed. Prints which epoch it starts or resumes with, a
 * line after each epoch, and the model's digest at the end.
 */
final class TrainingProcess {

  static final String FIRST_EPOCH = "first epoch ";
  static final String EPOCH = "epoch ";

  private TrainingProcess() {}

  /** Starts the process. */
  static Process start(Path checkpoints) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classPath = System.getProperty("java.class.path");
    return new ProcessBuilder(
            List.of(
                java,
                "-Xmx512m",
                "-cp",
                classPath,
                TrainingProcess.class.getName(),
                checkpoints.toString()))
        .redirectError(new File(checkpoints.toFile(), "errors.txt"))
        .start();
  }

  /** Runs the training; the argument is the checkpoint directory. */
  public static void main(String[] arguments) {
    // Native libraries may write to the standard output too; the parent reads marked lines.
    PrintStream out = System.out;
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onStart(TrainingConfig config, int firstEpoch) {
            out.println(FIRST_EPOCH + firstEpoch);
          }

          @Override
          public void onEpoch(EpochReport report, Backend backend) {
            out.println(EPOCH + report.epoch());
          }
        };
    TrainingConfig config = config().checkpointDirectory(Path.of(arguments[0])).build();
    out.println(digest(train(config, listener)));
  }

  static TransferModel train(TrainingConfig config, TrainingListener listener) {
    return new TrainingLoop(OneDnnEngine::new).train(config, faces(), listener, new Cancellation());
  }

  static TrainingConfig.Builder config() {
    return TrainingConfig.builder(model(2))
        .batchSize(4)
        .epochs(16)
        .stepsPerEpoch(4)
        .klWeight(1e-3)
        .mmdMemory(2)
        .validationFraction(0.25)
        .seed(5);
  }

  static ModelSpec model(int domains) {
    List<DomainLabel> labels = DrawnFaces.of(domains, 1).domains();
    return new ModelSpec(new NetworkSpec(Architecture.COMPACT, 16, domains, 4, 8, 0.1f), labels);
  }

  static DrawnFaces faces() {
    return DrawnFaces.of(2, 16);
  }

  /** Returns a number that two models share if all their weights are equal bit by bit. */
  static String digest(TransferModel model) {
    long hash = 7;
    for (var tensor : model.tensors().values()) {
      for (float value : tensor.toFloats()) {
        hash = hash * 0x5851f42d4c957f2dL + Float.floatToRawIntBits(value) + 1;
      }
    }
    return "model " + Long.toHexString(hash) + " of epoch " + metric(model, "epoch");
  }

  static double metric(TransferModel model, String name) {
    return model.provenance().metrics().get(name);
  }
}

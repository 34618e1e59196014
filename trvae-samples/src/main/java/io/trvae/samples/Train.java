package io.trvae.samples;

import io.trvae.ErrorCode;
import io.trvae.model.ModelFile;
import io.trvae.model.ModelSpec;
import io.trvae.model.TransferModel;
import io.trvae.model.WeightType;
import io.trvae.training.CsvLog;
import io.trvae.training.DomainDataset;
import io.trvae.training.LoadedDataset;
import io.trvae.training.LossPlot;
import io.trvae.training.SampleSheet;
import io.trvae.training.Trainer;
import io.trvae.training.TrainingConfig;
import io.trvae.training.TrainingListener;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Trains a model on one's own pictures. */
@Command(
    name = "train",
    defaultValueProvider = ConfigFile.Defaults.class,
    sortOptions = false,
    abbreviateSynopsis = true,
    description = {
      "Trains a model on folders or archives of pictures, one folder per domain.",
      "Beside the model a folder of its name (model-training for model.safetensors) is filled:"
          + " losses.csv and losses.png, a sheet of samples per epoch, the list of skipped"
          + " pictures, and the checkpoint. Ctrl-C stops at the next step; the same command goes"
          + " on from the last finished epoch."
    })
final class Train implements Callable<Integer> {

  private static final int SAMPLES_PER_DOMAIN = 4;

  @Spec private CommandSpec spec;

  @Mixin private DataOptions data;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "FILE",
      description = "The model file to write, when training has ended.")
  private Path out;

  @Option(
      names = {"-f", "--force"},
      fallbackValue = "true",
      description = "Replace the model file if it is there already.")
  private boolean force;

  @Option(
      names = "--weights",
      paramLabel = "float16|float32",
      defaultValue = "float16",
      description = "How the model file stores weights. Default: ${DEFAULT-VALUE}.")
  private WeightType weights;

  @Option(
      names = "--run-directory",
      paramLabel = "DIR",
      description = "Where the training's own files go. Default: the folder named above.")
  private @Nullable Path runDirectory;

  @Option(
      names = "--checkpoint",
      paramLabel = "DIR",
      description =
          "Where the state is kept between epochs. Default: the folder 'checkpoint' there.")
  private @Nullable Path checkpoint;

  @Mixin ConfigFile configFile;

  @Mixin private ModelOptions modelOptions;
  @Mixin private TrainingOptions trainingOptions;
  @Mixin private TrainerOptions trainerOptions;

  @Override
  public Integer call() throws IOException {
    Path modelFile = OutputFiles.prepare(out, force);
    Path folder =
        runDirectory == null
            ? OutputFiles.replaceExtension(modelFile, "-training")
            : runDirectory.toAbsolutePath();
    OutputFiles.prepareFolder(folder);
    Path checkpoints = checkpoint == null ? folder.resolve("checkpoint") : checkpoint;
    OutputFiles.prepareFolder(checkpoints);

    Optional<TransferModel> initial = modelOptions.initialModel();
    ModelSpec model = modelOptions.spec(initial);
    TrainingConfig config = trainingOptions.config(model, initial, checkpoints);
    Trainer trainer = trainerOptions.open();
    DomainDataset dataset = load(model, folder);

    try (Interruption interruption = new Interruption()) {
      TransferModel trained;
      try (EpochBar bar = new EpochBar()) {
        TrainingListener listener = listeners(bar, folder, dataset);
        trained = trainer.train(config, dataset, listener, interruption.cancellation());
      } catch (RuntimeException failure) {
        // Drawing, for one, fails in a JVM that is ending: that is no failure of the training.
        if (!interruption.cancellation().isCancelled()) {
          throw failure;
        }
        spec.commandLine()
            .getErr()
            .println(
                ErrorCode.CANCELLED.id()
                    + ": The training was interrupted; the same command goes on after the last"
                    + " finished epoch, from "
                    + checkpoints);
        return CommandLine.ExitCode.SOFTWARE;
      }
      write(trained, modelFile);
    }
    PrintWriter console = spec.commandLine().getOut();
    console.println("Losses, samples and checkpoint: " + folder);
    console.println(modelFile);
    return 0;
  }

  private void write(TransferModel trained, Path modelFile) throws IOException {
    try {
      ModelFile.write(trained, modelFile, weights);
    } catch (IllegalArgumentException unfit) {
      throw new ParameterException(
          spec.commandLine(),
          unfit.getMessage()
              + ". The same command with other --weights goes on from the checkpoint",
          unfit);
    }
  }

  private DomainDataset load(ModelSpec model, Path folder) throws IOException {
    LoadedDataset loaded = data.load(data.loader(), model.domains(), model.imageSize());
    Path skipped = folder.resolve("skipped-images.txt");
    StringBuilder lines = new StringBuilder();
    loaded
        .skipped()
        .forEach(image -> lines.append("%s\t%s%n".formatted(image.path(), image.reason())));
    OutputFiles.write(skipped, lines.toString());
    PrintWriter console = spec.commandLine().getOut();
    console.println("Skipped: " + loaded.skipped().size() + ", listed in " + skipped);
    console.flush();
    return loaded.dataset();
  }

  private TrainingListener listeners(EpochBar bar, Path folder, DomainDataset dataset) {
    Path log = folder.resolve("losses.csv");
    List<TrainingListener> listeners = new ArrayList<>();
    if (CommandLine.Help.Ansi.AUTO.enabled()) {
      listeners.add(bar);
    }
    listeners.add(new EpochLines(spec.commandLine().getOut()));
    listeners.add(new CsvLog(log));
    listeners.add(new LossPlot(folder.resolve("losses.png"), log));
    listeners.add(new SampleSheet(folder.resolve("samples"), dataset, SAMPLES_PER_DOMAIN));
    return TrainingListener.all(listeners);
  }
}

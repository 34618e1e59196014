package io.trvae.spi.training;

import io.trvae.Cancellation;
import io.trvae.DomainLabel;
import io.trvae.ErrorCode;
import io.trvae.TrainingException;
import io.trvae.TransferCancelledException;
import io.trvae.model.Provenance;
import io.trvae.model.TransferModel;
import io.trvae.network.Network;
import io.trvae.training.DatasetSplit;
import io.trvae.training.DomainDataset;
import io.trvae.training.EpochReport;
import io.trvae.training.Losses;
import io.trvae.training.Trainer;
import io.trvae.training.TrainingConfig;
import io.trvae.training.TrainingListener;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains on any engine: splits the data, runs epoch by epoch, validates, writes checkpoints and
 * goes on from them, and hands back the best model.
 *
 * @since 0.1.0
 */
public final class TrainingLoop implements Trainer {

  private static final Logger LOG = LoggerFactory.getLogger(TrainingLoop.class);

  private final Supplier<? extends TrainingEngine<?, ?>> engines;

  /**
   * Prepares to train.
   *
   * @param engines starts an engine for each training, which is closed at its end
   */
  public TrainingLoop(Supplier<? extends TrainingEngine<?, ?>> engines) {
    this.engines = engines;
  }

  @Override
  public TransferModel train(
      TrainingConfig config,
      DomainDataset dataset,
      TrainingListener listener,
      Cancellation cancellation) {
    check(config, dataset);
    Supplier<TransferModel> training = () -> run(config, dataset, listener, cancellation);
    Optional<Path> checkpoints = config.checkpointDirectory();
    return checkpoints.isPresent()
        ? CheckpointLock.holding(checkpoints.get(), training)
        : training.get();
  }

  private TransferModel run(
      TrainingConfig config,
      DomainDataset dataset,
      TrainingListener listener,
      Cancellation cancellation) {
    DatasetSplit split = DatasetSplit.of(dataset, config.validationFraction(), config.seed());
    Network network = config.model().network().network();
    try (TrainingEngine<?, ?> engine = engines.get();
        Run run = new Run(engine, config, network, split, listener, cancellation)) {
      run.resume();
      run.toTheEnd();
      return run.bestModel();
    }
  }

  private static void check(TrainingConfig config, DomainDataset dataset) {
    if (!dataset.domains().equals(config.model().domains())) {
      throw new TrainingException(
          ErrorCode.TRAINING_CONFIG_INVALID,
          "The model is to learn "
              + config.model().domains()
              + ", the data set has "
              + dataset.domains()
              + "; name the same domains in the same order");
    }
    if (dataset.imageSize() != config.model().imageSize()) {
      throw new TrainingException(
          ErrorCode.TRAINING_CONFIG_INVALID,
          "The model takes images of "
              + config.model().imageSize()
              + " pixels, the data set was loaded at "
              + dataset.imageSize());
    }
  }

  /** One training from start or checkpoint to end. */
  private static final class Run implements AutoCloseable {

    private final String engine;
    private final TrainingConfig config;
    private final DatasetSplit split;
    private final TrainingListener listener;
    private final Cancellation cancellation;
    private final Learner learner;
    private final BatchSource batches;
    private final BatchSource validationBatches;
    private final int validationSteps;
    private Progress progress;
    private float[] best;

    Run(
        TrainingEngine<?, ?> engine,
        TrainingConfig config,
        Network description,
        DatasetSplit split,
        TrainingListener listener,
        Cancellation cancellation) {
      this.engine = engine.description();
      this.config = config;
      this.split = split;
      this.listener = listener;
      this.cancellation = cancellation;
      learner = start(engine, description, config, split.training());
      batches =
          new BatchSource(
              split.training(), config.batchSize(), config.horizontalFlips(), config.seed());
      validationBatches = new BatchSource(split.validation(), config.batchSize(), false, 0);
      validationSteps = validationSteps(split.validation(), config.batchSize());
      progress = Progress.start(config.learningRate());
      best = current();
    }

    private static Learner start(
        TrainingEngine<?, ?> engine,
        Network description,
        TrainingConfig config,
        DomainDataset images) {
      ParameterLayout layout = new ParameterLayout(description.parameters());
      boolean resumed = config.checkpointDirectory().filter(Checkpoint::isIn).isPresent();
      float[] start =
          resumed ? new float[layout.size()] : Initialiser.start(layout, config, images);
      try {
        return Learner.start(engine, description, config, start);
      } catch (IllegalArgumentException e) {
        throw new TrainingException(
            ErrorCode.TRAINING_CONFIG_INVALID,
            "This engine cannot train " + config.model() + ": " + e.getMessage(),
            e);
      }
    }

    /** As many batches as the smallest domain fills. */
    private static int validationSteps(DomainDataset validation, int batchSize) {
      int domains = validation.domains().size();
      int smallest = Integer.MAX_VALUE;
      for (int domain = 0; domain < domains; domain++) {
        smallest = Math.min(smallest, validation.size(domain));
      }
      return Math.max(1, smallest / (batchSize / domains));
    }

    /** Goes on from the checkpoint, if there is one. */
    void resume() {
      if (config.checkpointDirectory().isPresent()) {
        Path directory = config.checkpointDirectory().get();
        try {
          Checkpoint.read(directory).ifPresent(this::resume);
        } catch (IOException e) {
          throw new TrainingException(
              ErrorCode.CHECKPOINT_INVALID,
              "The checkpoint in " + directory + " cannot be read: " + e,
              e);
        }
      }
    }

    private void resume(Checkpoint checkpoint) {
      String differences =
          differences(resumable(checkpoint.configuration()), resumable(configuration()));
      String directory = config.checkpointDirectory().map(Path::toString).orElse("");
      if (!differences.isEmpty()) {
        throw new TrainingException(
            ErrorCode.CHECKPOINT_INVALID,
            "The checkpoint in %s belongs to another training, with %s. Use what it had, or another"
                    .formatted(directory, differences)
                + " directory");
      }
      if (checkpoint.progress().epoch() > config.epochs()) {
        throw new TrainingException(
            ErrorCode.CHECKPOINT_INVALID,
            "The checkpoint in %s is that of epoch %d, asked for are %d epochs. Ask for more, or use"
                    .formatted(directory, checkpoint.progress().epoch(), config.epochs())
                + " another directory");
      }
      learner.restore(checkpoint.state());
      best = checkpoint.best();
      progress = checkpoint.progress();
      LOG.info("Resuming after epoch {}", progress.epoch());
    }

    /** What a training has to agree in to go on: options, and how many images there are. */
    private SortedMap<String, String> configuration() {
      SortedMap<String, String> configuration = config.asMap();
      List<DomainLabel> domains = config.model().domains();
      for (int domain = 0; domain < domains.size(); domain++) {
        int images = split.training().size(domain) + split.validation().size(domain);
        configuration.put("images of " + domains.get(domain).name(), Integer.toString(images));
      }
      return configuration;
    }

    private static String differences(Map<String, String> theirs, Map<String, String> mine) {
      SortedSet<String> names = new TreeSet<>(theirs.keySet());
      names.addAll(mine.keySet());
      return names.stream()
          .filter(name -> !Objects.equals(theirs.get(name), mine.get(name)))
          .map(name -> name + " " + theirs.get(name) + " where this one has " + mine.get(name))
          .collect(Collectors.joining(", "));
    }

    /** A training may go on for more epochs than was planned at first. */
    private static Map<String, String> resumable(Map<String, String> configuration) {
      Map<String, String> options = new TreeMap<>(configuration);
      options.remove("epochs");
      options.remove("earlyStoppingPatience");
      return options;
    }

    void toTheEnd() {
      listener.onStart(config, progress.epoch() + 1);
      while (progress.epoch() < config.epochs()
          && progress.epoch() - progress.bestEpoch() < config.earlyStoppingPatience()) {
        epoch();
      }
    }

    private void epoch() {
      int epoch = progress.epoch() + 1;
      double learningRate = progress.learningRate();
      learner.setLearningRate(learningRate);
      long start = System.nanoTime();
      Mean training = new Mean();
      for (int step = 1; step <= config.stepsPerEpoch(); step++) {
        if (cancellation.isCancelled()) {
          throw new TransferCancelledException(
              ErrorCode.CANCELLED, "Training was cancelled in epoch " + epoch);
        }
        Losses losses = step((long) (epoch - 1) * config.stepsPerEpoch() + step - 1);
        checkFinite(losses, "in epoch " + epoch + ", step " + step);
        training.add(losses);
        listener.onStep(epoch, step, losses);
      }
      Duration duration = Duration.ofNanos(System.nanoTime() - start);
      Losses validation = validate();
      checkFinite(validation, "in the validation of epoch " + epoch);
      progress =
          config.adversarial().isPresent()
              ? progress.afterBest(validation.total())
              : progress.after(
                  validation.total(), config.plateauPatience(), config.plateauFactor());
      if (progress.lastWasBest()) {
        best = current();
      }
      config.checkpointDirectory().ifPresent(this::writeCheckpoint);
      EpochReport report =
          new EpochReport(
              epoch,
              config.epochs(),
              training.losses(),
              validation,
              learningRate,
              progress.lastWasBest(),
              (long) config.stepsPerEpoch() * config.batchSize(),
              duration);
      try (TrainingBackend backend =
          new TrainingBackend(learner.network(), config.model().network())) {
        listener.onEpoch(report, backend);
      }
    }

    private void writeCheckpoint(Path directory) {
      try {
        new Checkpoint(configuration(), progress, learner.state(), best).write(directory);
      } catch (IOException e) {
        throw new TrainingException(
            ErrorCode.FILE_NOT_WRITTEN,
            ("The checkpoint in %s cannot be written after epoch %d: %s. Make room for it, and the"
                    + " same training goes on from the checkpoint before")
                .formatted(directory, progress.epoch(), e),
            e);
      }
    }

    private static void checkFinite(Losses losses, String where) {
      if (!losses.isFinite()) {
        throw new TrainingException(
            ErrorCode.TRAINING_DIVERGED,
            "A loss is no number any more "
                + where
                + ": "
                + losses
                + "; lower the learning rate or the weights of the losses");
      }
    }

    private Losses step(long step) {
      double klWeight = config.klWeight();
      long annealingSteps = (long) config.klAnnealingEpochs() * config.stepsPerEpoch();
      if (step < annealingSteps) {
        klWeight *= (double) step / annealingSteps;
      }
      return learner.learn(batches.at(step), step, klWeight);
    }

    private Losses validate() {
      Mean mean = new Mean();
      for (int step = 0; step < validationSteps; step++) {
        mean.add(learner.network().evaluate(validationBatches.at(step)));
      }
      return mean.losses();
    }

    private float[] current() {
      return learner.network().parameters().toArray();
    }

    TransferModel bestModel() {
      TrainingParameters parameters = learner.network().parameters();
      return new TransferModel(config.model(), parameters.layout().toTensors(best), provenance());
    }

    private Provenance provenance() {
      SortedMap<String, Double> metrics = new TreeMap<>();
      metrics.put("epoch", (double) progress.bestEpoch());
      metrics.put("validationLoss", progress.bestLoss());
      return Provenances.now(engine, split.training(), config.asMap(), metrics, config.licence());
    }

    @Override
    public void close() {
      learner.close();
    }
  }

  /** Averages losses over steps. */
  private static final class Mean {

    private double reconstruction;
    private double kl;
    private double mmd;
    private double total;
    private int count;

    void add(Losses losses) {
      reconstruction += losses.reconstruction();
      kl += losses.kl();
      mmd += losses.mmd();
      total += losses.total();
      count++;
    }

    Losses losses() {
      return new Losses(reconstruction / count, kl / count, mmd / count, total / count);
    }
  }
}

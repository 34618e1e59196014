package io.trvae.dl4j;

import io.trvae.Cancellation;
import io.trvae.Precision;
import io.trvae.ProgressListener;
import io.trvae.RgbImage;
import io.trvae.TrainingException;
import io.trvae.dl4j.internal.locating.FaceSearch;
import io.trvae.dl4j.internal.plan.PictureNetwork;
import io.trvae.dl4j.internal.training.LocatorTrainer;
import io.trvae.dl4j.internal.training.OneDnnEngine;
import io.trvae.face.Face;
import io.trvae.face.FaceLocator;
import io.trvae.model.LocatorModel;
import io.trvae.model.Provenance;
import io.trvae.model.Tensor;
import io.trvae.network.LocatorNetwork;
import io.trvae.spi.training.Provenances;
import io.trvae.training.DatasetSplit;
import io.trvae.training.DomainDataset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Finds faces with a small network on the processor, in photographs and drawings alike.
 *
 * <pre>{@code
 * try (TrainedFaceLocator locator = TrainedFaceLocator.bundled();
 *     TransferPipeline pipeline = TransferPipeline.builder().faceLocator(locator).build()) {
 *   pipeline.transfer(request.withFaces(FacePolicy.all()));
 * }
 * }</pre>
 *
 * <p>Faces are found whose square has at least a twentieth of the photo's longer side, whose middle
 * lies within the photo, and which lean by 45 degrees at most. The surest come first.
 *
 * <p>Thread-safe. The first photo of each form, wide, high or square, costs some ten milliseconds
 * more: the network is compiled for it.
 *
 * @since 0.1.0
 */
public final class TrainedFaceLocator implements FaceLocator, AutoCloseable {

  private static final double VALIDATION_FRACTION = 0.02;
  private static final int VALIDATION_SCENES = 30;

  private final PictureNetwork network;
  private final FaceSearch search;

  private TrainedFaceLocator(LocatorModel model) {
    network =
        new PictureNetwork(
            LocatorNetwork.layers(),
            name -> Objects.requireNonNull(model.tensors().get(name), name),
            Runtime.getRuntime().availableProcessors());
    search = new FaceSearch(network::compute);
  }

  /**
   * Opens the locator that is published beside the library.
   *
   * @return the locator, to be closed by the caller
   * @throws io.trvae.ModelException if it is not on the class path, as {@link
   *     LocatorModel#bundled()} says
   * @throws io.trvae.BackendException if oneDNN cannot run here
   */
  public static TrainedFaceLocator bundled() {
    return open(LocatorModel.bundled());
  }

  /**
   * Opens a locator.
   *
   * @param model its weights
   * @return the locator, to be closed by the caller
   * @throws io.trvae.BackendException if oneDNN cannot run here
   */
  public static TrainedFaceLocator open(LocatorModel model) {
    OneDnnBackendProvider.requireAvailable(Precision.FLOAT32);
    return new TrainedFaceLocator(model);
  }

  /**
   * Trains a locator with Adam, in batches of 32 pictures that are composed at random: faces of any
   * place, size and lean, cut out softly and put over gradients, patterns, noise and pieces of
   * other images, beside decoys with the colours and textures of faces, all exposed, blurred and
   * noisy as pictures are. One image of fifty is kept for validation; recall and precision on
   * scenes of these become the locator's metrics.
   *
   * @param dataset faces of all domains that are to be found, framed as a model is given them
   * @param steps the number of batches, at least 1; the same seed and steps give the same locator
   *     on the same machine
   * @param seed determines first weights and all scenes
   * @param licence the terms under which the weights may be used
   * @param listener hears of every batch
   * @param cancellation ends the call before the next batch
   * @return the trained locator
   * @throws IllegalArgumentException if the number of steps is out of its range
   * @throws TrainingException if a domain has too few images, or the loss became no number
   * @throws io.trvae.TransferCancelledException if it was cancelled
   * @throws io.trvae.BackendException if oneDNN or ND4J cannot run here
   */
  public static LocatorModel train(
      DomainDataset dataset,
      int steps,
      long seed,
      String licence,
      ProgressListener listener,
      Cancellation cancellation) {
    if (steps < 1) {
      throw new IllegalArgumentException("steps must be at least 1, got " + steps);
    }
    OneDnnTrainerProvider.requireAvailable();
    OneDnnBackendProvider.requireAvailable(Precision.FLOAT32);
    DatasetSplit split = DatasetSplit.of(dataset, VALIDATION_FRACTION, seed);
    Map<String, Tensor> tensors;
    try (LocatorTrainer trainer = new LocatorTrainer(split.training(), seed)) {
      trainer.train(steps, listener, cancellation);
      tensors = trainer.tensors();
    }
    SortedMap<String, String> configuration = new TreeMap<>();
    configuration.put("steps", Integer.toString(steps));
    configuration.put("scenesPerStep", Integer.toString(LocatorTrainer.BATCH));
    configuration.put("learningRate", Double.toString(LocatorTrainer.LEARNING_RATE));
    configuration.put("validationFraction", Double.toString(VALIDATION_FRACTION));
    configuration.put("seed", Long.toString(seed));
    SortedMap<String, Double> metrics = new TreeMap<>();
    String engine = new OneDnnEngine().description();
    Provenance unmeasured =
        Provenances.now(engine, split.training(), configuration, metrics, licence);
    try (TrainedFaceLocator locator = open(new LocatorModel(tensors, unmeasured))) {
      for (LocatorScore score :
          LocatorScore.measure(locator, split.validation(), VALIDATION_SCENES, seed)) {
        metrics.put("validationRecall." + score.domain(), score.recall());
        metrics.put("validationPrecision." + score.domain(), score.precision());
      }
    }
    metrics.values().removeIf(value -> value.isNaN());
    return new LocatorModel(
        tensors, Provenances.now(engine, split.training(), configuration, metrics, licence));
  }

  /**
   * Finds all faces.
   *
   * @throws IllegalStateException if this is closed
   */
  @Override
  public List<Face> locate(RgbImage photo) {
    return search.in(photo);
  }

  /** Waits for searches that are going on, then frees the native memory; idempotent. */
  @Override
  public void close() {
    network.close();
  }
}

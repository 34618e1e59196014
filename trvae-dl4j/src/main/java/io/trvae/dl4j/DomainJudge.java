package io.trvae.dl4j;

import io.trvae.Cancellation;
import io.trvae.DomainLabel;
import io.trvae.ProgressListener;
import io.trvae.RgbImage;
import io.trvae.TrainingException;
import io.trvae.dl4j.internal.training.Classifier;
import io.trvae.dl4j.internal.training.ClassifierTrainer;
import io.trvae.evaluation.ImageBatch;
import io.trvae.evaluation.Judge;
import io.trvae.model.JudgeModel;
import io.trvae.training.DomainDataset;
import java.util.Arrays;
import java.util.List;

/**
 * A judge on the processor: a small convolutional network that was trained to tell the domains
 * apart. Its features are the activations before its last layer.
 *
 * <pre>{@code
 * try (DomainJudge judge = DomainJudge.open(JudgeModel.bundled())) {
 *   EvaluationReport report =
 *       new Evaluator(pipeline, judge)
 *           .evaluate(testImages, 500, (done, total) -> {}, new Cancellation());
 * }
 * }</pre>
 *
 * <p>Not thread-safe.
 *
 * @since 0.1.0
 */
public final class DomainJudge implements Judge, AutoCloseable {

  private static final int BATCH = 64;

  private final JudgeModel model;
  private final Classifier classifier;

  private DomainJudge(JudgeModel model) {
    this.model = model;
    classifier = new Classifier(model.network(), BATCH, 0);
    classifier.fill(model.tensors());
  }

  /**
   * Prepares a trained judge for computing.
   *
   * @param model the judge, such as {@link JudgeModel#bundled()}
   * @return the judge, to be closed by the caller
   * @throws io.trvae.BackendException if oneDNN or ND4J cannot run here
   */
  public static DomainJudge open(JudgeModel model) {
    OneDnnTrainerProvider.requireAvailable();
    return new DomainJudge(model);
  }

  /**
   * Trains a judge with Adam on the mean cross-entropy, in batches of 32 images of each domain. The
   * images are mirrored, shifted, blurred, noisy, and brighter, more contrasty or more colourful
   * than they are, at random, so that the judge does not lean on sharpness, exposure or the traces
   * of compression. One image of fifty is kept for validation; the accuracies on them become the
   * judge's metrics.
   *
   * @param dataset the images, of a size that is a multiple of 16
   * @param steps the number of batches, at least 1; the same seed and steps give the same judge on
   *     the same machine
   * @param seed determines first weights, batches and all changes to images
   * @param licence the terms under which the weights may be used
   * @param listener hears of every batch
   * @param cancellation ends the call before the next batch
   * @return the trained judge
   * @throws IllegalArgumentException if the size or the number of steps is out of its range
   * @throws TrainingException if a domain has too few images, or the loss became no number
   * @throws io.trvae.TransferCancelledException if it was cancelled
   * @throws io.trvae.BackendException if oneDNN or ND4J cannot run here
   */
  public static JudgeModel train(
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
    return ClassifierTrainer.train(dataset, steps, seed, licence, listener, cancellation);
  }

  @Override
  public List<DomainLabel> domains() {
    return model.domains();
  }

  /** Looks at images; those of another size than the judge's are resized. */
  @Override
  public Verdict judge(ImageBatch images) {
    float[] values = atOwnSize(images);
    int length = model.network().imageShape().size();
    float[][] features = new float[images.count()][];
    float[][] logits = new float[images.count()][];
    for (int first = 0; first < images.count(); first += BATCH) {
      int count = Math.min(BATCH, images.count() - first);
      float[] batch = Arrays.copyOfRange(values, first * length, (first + count) * length);
      classifier.infer(batch, count, features, logits, first);
    }
    return new Verdict(logits, features);
  }

  private float[] atOwnSize(ImageBatch images) {
    int size = model.network().imageSize();
    float[] values = images.toArray();
    if (images.size() == size) {
      return values;
    }
    int before = 3 * images.size() * images.size();
    int after = 3 * size * size;
    float[] resized = new float[images.count() * after];
    for (int i = 0; i < images.count(); i++) {
      RgbImage.ofFloats(images.size(), images.size(), values, i * before)
          .resize(size, size)
          .copyFloatsTo(resized, i * after);
    }
    return resized;
  }

  /** Frees the native memory. */
  @Override
  public void close() {
    classifier.close();
  }
}

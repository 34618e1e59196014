package io.trvae.dl4j.internal.training;

import io.trvae.Cancellation;
import io.trvae.ProgressListener;
import io.trvae.model.JudgeModel;
import io.trvae.network.JudgeNetwork;
import io.trvae.spi.training.Batch;
import io.trvae.spi.training.BatchSource;
import io.trvae.spi.training.Initialiser;
import io.trvae.spi.training.Provenances;
import io.trvae.training.DatasetSplit;
import io.trvae.training.DomainDataset;
import java.util.SortedMap;
import java.util.TreeMap;

/** Trains a classifier of domains on the processor, on images that {@link Augmentation} changes. */
public final class ClassifierTrainer {

  private static final int IMAGES_PER_DOMAIN = 32;
  private static final double LEARNING_RATE = 1e-3;
  private static final double VALIDATION_FRACTION = 0.02;

  private ClassifierTrainer() {}

  /** See {@link io.trvae.dl4j.DomainJudge#train}. */
  public static JudgeModel train(
      DomainDataset dataset,
      int steps,
      long seed,
      String licence,
      ProgressListener listener,
      Cancellation cancellation) {
    DatasetSplit split = DatasetSplit.of(dataset, VALIDATION_FRACTION, seed);
    int domains = dataset.domains().size();
    int batch = IMAGES_PER_DOMAIN * domains;
    JudgeNetwork network = new JudgeNetwork(dataset.imageSize(), domains);
    BatchSource batches = new BatchSource(split.training(), batch, true, seed);
    Augmentation augmentation = new Augmentation(dataset.imageSize(), seed);
    try (Classifier classifier = new Classifier(network, batch, seed)) {
      Parameters parameters = classifier.parameters();
      parameters.fill(Initialiser.draw(parameters.layout(), seed));
      new AuxiliaryTraining("judge", parameters, LEARNING_RATE)
          .run(
              steps,
              batch,
              step -> {
                Batch images = batches.at(step);
                augmentation.apply(images.images(), step);
                return classifier.train(images.images(), images.domains(), step);
              },
              listener,
              cancellation);
      SortedMap<String, Double> metrics = validate(classifier, split.validation());
      return new JudgeModel(
          dataset.domains(),
          dataset.imageSize(),
          parameters.toTensors(),
          Provenances.now(
              new OneDnnEngine().description(),
              split.training(),
              configuration(steps, seed),
              metrics,
              licence));
    }
  }

  private static SortedMap<String, String> configuration(int steps, long seed) {
    SortedMap<String, String> configuration = new TreeMap<>();
    configuration.put("steps", Integer.toString(steps));
    configuration.put("imagesPerDomain", Integer.toString(IMAGES_PER_DOMAIN));
    configuration.put("learningRate", Double.toString(LEARNING_RATE));
    configuration.put("validationFraction", Double.toString(VALIDATION_FRACTION));
    configuration.put("seed", Long.toString(seed));
    return configuration;
  }

  /** The share of each domain's unchanged validation images that is recognised. */
  private static SortedMap<String, Double> validate(
      Classifier classifier, DomainDataset validation) {
    SortedMap<String, Double> accuracies = new TreeMap<>();
    int domains = validation.domains().size();
    int length = 3 * validation.imageSize() * validation.imageSize();
    for (int domain = 0; domain < domains; domain++) {
      int right = 0;
      float[] image = new float[length];
      float[][] features = new float[1][];
      float[][] logits = new float[1][];
      for (int index = 0; index < validation.size(domain); index++) {
        validation.copyTo(domain, index, image, 0, false);
        classifier.infer(image, 1, features, logits, 0);
        right += largest(logits[0]) == domain ? 1 : 0;
      }
      accuracies.put(
          "validationAccuracy." + validation.domains().get(domain),
          (double) right / validation.size(domain));
    }
    return accuracies;
  }

  private static int largest(float[] logits) {
    int best = 0;
    for (int i = 1; i < logits.length; i++) {
      if (logits[i] > logits[best]) {
        best = i;
      }
    }
    return best;
  }
}

package io.trvae.evaluation;

import io.trvae.Cancellation;
import io.trvae.DomainLabel;
import io.trvae.RgbImage;
import io.trvae.TransferPipeline;
import io.trvae.TransferRequest;
import io.trvae.TransferResult;
import io.trvae.training.DomainDataset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Measures what a model makes of images that it was not trained on.
 *
 * <p>For every ordered pair of two domains:
 *
 * <ul>
 *   <li>{@code content_luminance} and {@code content_chroma}: {@link ContentPreservation}
 *   <li>{@code diversity}: {@link Diversity#ratio} to the target domain's images
 *   <li>{@code sharpness}: {@link Sharpness#ratio} to the target domain's images
 *   <li>{@code target_accuracy}, with a judge: the share of outputs that it takes for the target
 *       domain's
 *   <li>{@code kid}, with a judge: {@link KernelDistance} of its features from those of the target
 *       domain's images, over 100 subsets of 100 images, or all if there are fewer
 * </ul>
 *
 * <p>For every domain with itself: {@code psnr} ({@link PeakSignalToNoiseRatio}) and {@code ssim}
 * ({@link StructuralSimilarity}) of the reconstructions. For all together: {@code leakage_linear}
 * and {@code leakage_two_layer}, the accuracy in [0, 1] with which a {@link LabelProbe} finds the
 * domain in the latent means, in five folds.
 *
 * <p>Images go through the pipeline as a user's would, with 8 bits per channel. As thread-safe as
 * the judge.
 *
 * @since 0.1.0
 */
public final class Evaluator {

  private static final int FOLDS = 5;
  private static final int SUBSETS = 100;
  private static final int SUBSET_SIZE = 100;
  private static final long SEED = 1;

  private final TransferPipeline pipeline;
  private final Optional<Judge> judge;

  /**
   * Creates an evaluator that measures what needs no judge.
   *
   * @param pipeline the model to measure; stays the caller's to close
   */
  public Evaluator(TransferPipeline pipeline) {
    this(pipeline, Optional.empty());
  }

  /**
   * Creates an evaluator that measures everything.
   *
   * @param pipeline the model to measure; stays the caller's to close
   * @param judge knows the domains of the data set
   */
  public Evaluator(TransferPipeline pipeline, Judge judge) {
    this(pipeline, Optional.of(judge));
  }

  private Evaluator(TransferPipeline pipeline, Optional<Judge> judge) {
    this.pipeline = pipeline;
    this.judge = judge;
  }

  /**
   * Transfers images of every domain to every domain and measures the outputs. The images of the
   * data set and the outputs from one domain are held in memory; time grows with the square of
   * their number.
   *
   * @param dataset the images, of the model's size, at least 5 of each domain; the model must know
   *     the domains
   * @param limit how many images of each domain to use, the first ones; at least 5
   * @param cancellation ends the call before the next batch of transfers
   * @return all numbers, the pairs in the order of the domains
   * @throws IllegalArgumentException if a domain has too few images, the limit is too small, or the
   *     images are not of the model's size
   * @throws io.trvae.ModelException if the model does not know a domain
   * @throws io.trvae.BackendException if the backend failed
   * @throws io.trvae.TransferCancelledException if it was cancelled
   * @throws IllegalStateException if the pipeline is closed
   */
  public EvaluationReport evaluate(DomainDataset dataset, int limit, Cancellation cancellation) {
    check(dataset, limit);
    List<DomainLabel> domains = dataset.domains();
    List<ImageBatch> real =
        IntStream.range(0, domains.size())
            .mapToObj(domain -> read(dataset, domain, limit))
            .toList();
    List<Judge.Verdict> realVerdicts =
        judge.stream().flatMap(asked -> real.stream().map(asked::judge)).toList();
    List<Figure> figures = new ArrayList<>();
    List<float[]> latents = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    for (int from = 0; from < domains.size(); from++) {
      ImageBatch inputs = real.get(from);
      List<TransferResult> results = transfer(inputs, domains.get(from), domains, cancellation);
      for (int to = 0; to < domains.size(); to++) {
        ImageBatch outputs = outputs(results, to, domains.size());
        Pair pair = new Pair(domains.get(from), domains.get(to), figures);
        if (from == to) {
          pair.add("psnr", PeakSignalToNoiseRatio.of(outputs, inputs));
          pair.add("ssim", StructuralSimilarity.of(outputs, inputs));
        } else {
          pair.add("content_luminance", ContentPreservation.luminance(inputs, outputs));
          pair.add("content_chroma", ContentPreservation.chroma(inputs, outputs));
          pair.add("diversity", Diversity.ratio(outputs, real.get(to)));
          pair.add("sharpness", Sharpness.ratio(outputs, real.get(to)));
          if (judge.isPresent()) {
            Judge.Verdict verdict = judge.get().judge(outputs);
            pair.add("target_accuracy", accuracy(verdict.logits(), to));
            pair.add("kid", distance(verdict.features(), realVerdicts.get(to).features()));
          }
        }
      }
      for (int i = 0; i < results.size(); i += domains.size()) {
        latents.add(results.get(i).latent().mean());
        labels.add(from);
      }
    }
    if (domains.size() > 1) {
      float[][] vectors = latents.toArray(float[][]::new);
      int[] classes = labels.stream().mapToInt(Integer::intValue).toArray();
      addLeakage("leakage_linear", LabelProbe.LINEAR, vectors, classes, figures);
      addLeakage("leakage_two_layer", LabelProbe.TWO_LAYER, vectors, classes, figures);
    }
    return new EvaluationReport(figures);
  }

  private void check(DomainDataset dataset, int limit) {
    if (limit < FOLDS) {
      throw new IllegalArgumentException("limit must be at least " + FOLDS + ", got " + limit);
    }
    int size = pipeline.model().spec().network().imageSize();
    if (dataset.imageSize() != size) {
      throw new IllegalArgumentException(
          "The data set's images have "
              + dataset.imageSize()
              + " pixels a side, but the model's "
              + size
              + "; load the data set with the model's size");
    }
    for (int domain = 0; domain < dataset.domains().size(); domain++) {
      if (dataset.size(domain) < FOLDS) {
        throw new IllegalArgumentException(
            "The domain '"
                + dataset.domains().get(domain)
                + "' has "
                + dataset.size(domain)
                + " images, an evaluation needs at least "
                + FOLDS);
      }
    }
  }

  private static ImageBatch read(DomainDataset dataset, int domain, int limit) {
    int count = Math.min(limit, dataset.size(domain));
    int length = 3 * dataset.imageSize() * dataset.imageSize();
    float[] images = new float[count * length];
    for (int i = 0; i < count; i++) {
      dataset.copyTo(domain, i, images, i * length, false);
    }
    return ImageBatch.of(dataset.imageSize(), images);
  }

  /** All targets of the first image, then of the second: so it is encoded once. */
  private List<TransferResult> transfer(
      ImageBatch inputs, DomainLabel from, List<DomainLabel> targets, Cancellation cancellation) {
    float[] values = inputs.toArray();
    List<TransferRequest> requests =
        IntStream.range(0, inputs.count())
            .mapToObj(
                i -> RgbImage.ofFloats(inputs.size(), inputs.size(), values, i * inputs.length()))
            .flatMap(image -> requests(image, from, targets))
            .toList();
    return pipeline.transferAll(requests, (done, total) -> {}, cancellation);
  }

  private static Stream<TransferRequest> requests(
      RgbImage image, DomainLabel from, List<DomainLabel> targets) {
    return targets.stream().map(to -> TransferRequest.of(image, from, to));
  }

  private static ImageBatch outputs(List<TransferResult> results, int target, int targets) {
    int size = results.get(0).image().width();
    int length = 3 * size * size;
    float[] images = new float[results.size() / targets * length];
    for (int i = 0; i < results.size() / targets; i++) {
      results.get(i * targets + target).image().copyFloatsTo(images, i * length);
    }
    return ImageBatch.of(size, images);
  }

  private static Estimate accuracy(float[][] logits, int target) {
    double[] right = new double[logits.length];
    for (int i = 0; i < right.length; i++) {
      int best = 0;
      for (int domain = 1; domain < logits[i].length; domain++) {
        if (logits[i][domain] > logits[i][best]) {
          best = domain;
        }
      }
      right[i] = best == target ? 1 : 0;
    }
    return Estimate.meanOf(right);
  }

  private static Estimate distance(float[][] features, float[][] references) {
    int smaller = Math.min(features.length, references.length);
    return KernelDistance.of(features, references, SUBSETS, Math.min(SUBSET_SIZE, smaller), SEED);
  }

  private static void addLeakage(
      String metric, LabelProbe probe, float[][] vectors, int[] labels, List<Figure> figures) {
    Estimate accuracy = probe.accuracy(vectors, labels, FOLDS, SEED);
    figures.add(new Figure(metric, Figure.ALL, Figure.ALL, accuracy.value(), accuracy.error()));
  }

  /** Names the domains of the numbers that it adds. */
  private record Pair(DomainLabel from, DomainLabel to, List<Figure> figures) {

    void add(String metric, Estimate estimate) {
      figures.add(new Figure(metric, from.name(), to.name(), estimate.value(), estimate.error()));
    }
  }
}

package io.trvae.evaluation;

import io.trvae.Cancellation;
import io.trvae.DomainLabel;
import io.trvae.ProgressListener;
import io.trvae.RgbImage;
import io.trvae.TransferPipeline;
import io.trvae.TransferRequest;
import io.trvae.TransferResult;
import io.trvae.training.DomainDataset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** One evaluation, from the images to the numbers; {@link Evaluator} tells which. */
final class EvaluationRun {

  private static final int SUBSETS = 100;
  private static final int SUBSET_SIZE = 100;
  private static final long SEED = 1;

  private final TransferPipeline pipeline;
  private final Optional<Judge> judge;
  private final ProgressListener listener;
  private final Cancellation cancellation;
  private final List<DomainLabel> domains;
  private final List<ImageBatch> real;
  private final List<Estimate> diversities;
  private final List<Estimate> sharpnesses;
  private final List<Judge.Verdict> verdicts;
  private final List<Figure> figures = new ArrayList<>();
  private final int transfers;
  private int done;

  EvaluationRun(
      TransferPipeline pipeline,
      Optional<Judge> judge,
      DomainDataset dataset,
      int limit,
      ProgressListener listener,
      Cancellation cancellation) {
    this.pipeline = pipeline;
    this.judge = judge;
    this.listener = listener;
    this.cancellation = cancellation;
    domains = dataset.domains();
    real =
        IntStream.range(0, domains.size())
            .mapToObj(domain -> read(dataset, domain, limit))
            .toList();
    diversities = real.stream().map(Diversity::of).toList();
    sharpnesses = real.stream().map(Sharpness::of).toList();
    verdicts = judge.stream().flatMap(asked -> real.stream().map(asked::judge)).toList();
    // To every domain, and back from all but the own one.
    transfers = (2 * domains.size() - 1) * real.stream().mapToInt(ImageBatch::count).sum();
  }

  private static ImageBatch read(DomainDataset dataset, int domain, int limit) {
    int size = dataset.size(domain);
    int count = Math.min(limit, size);
    int length = 3 * dataset.imageSize() * dataset.imageSize();
    float[] images = new float[count * length];
    for (int i = 0; i < count; i++) {
      // Data sets are often sorted by where their images come from: the first would be a choice.
      dataset.copyTo(domain, (int) ((long) i * size / count), images, i * length, false);
    }
    return ImageBatch.of(dataset.imageSize(), images);
  }

  EvaluationReport report() {
    List<float[][]> latents = new ArrayList<>();
    for (int from = 0; from < domains.size(); from++) {
      List<TransferResult> results = transfer(real.get(from), domains.get(from), domains);
      for (int to = 0; to < domains.size(); to++) {
        ImageBatch outputs = outputs(results, to, domains.size());
        if (from == to) {
          measureOwn(from, outputs);
        } else {
          measurePair(from, to, outputs);
        }
      }
      latents.add(
          IntStream.range(0, real.get(from).count())
              .mapToObj(i -> results.get(i * domains.size()).latent().mean())
              .toArray(float[][]::new));
    }
    if (domains.size() > 1) {
      figures.addAll(Leakage.figures(pipeline.model(), domains, latents, SEED));
    }
    return new EvaluationReport(figures);
  }

  private void measureOwn(int domain, ImageBatch reconstructions) {
    if (isJudged(domain)) {
      Judge.Verdict verdict = verdicts.get(domain);
      int halfSize = verdict.features().length / 2;
      add(domain, domain, "judge_accuracy", accuracy(verdict, domain));
      add(
          domain,
          domain,
          "kid_floor",
          KernelDistance.betweenHalves(
              verdict.features(), SUBSETS, Math.min(SUBSET_SIZE, halfSize), SEED));
    }
    add(domain, domain, "psnr", PeakSignalToNoiseRatio.of(reconstructions, real.get(domain)));
    add(domain, domain, "ssim", StructuralSimilarity.of(reconstructions, real.get(domain)));
  }

  private void measurePair(int from, int to, ImageBatch outputs) {
    ImageBatch inputs = real.get(from);
    if (isJudged(to)) {
      Judge.Verdict verdict = judge.orElseThrow().judge(outputs);
      add(from, to, "target_accuracy", accuracy(verdict, to));
      add(from, to, "kid", distance(verdict, verdicts.get(to)));
      add(from, to, "kid_ceiling", distance(verdicts.get(from), verdicts.get(to)));
    }
    add(from, to, "content_luminance", ContentPreservation.luminance(inputs, outputs));
    add(from, to, "content_chroma", ContentPreservation.chroma(inputs, outputs));
    add(from, to, "diversity", Diversity.of(outputs).dividedBy(diversities.get(to)));
    add(from, to, "sharpness", Sharpness.of(outputs).dividedBy(sharpnesses.get(to)));
    List<TransferResult> back = transfer(outputs, domains.get(to), List.of(domains.get(from)));
    add(from, to, "round_trip_psnr", PeakSignalToNoiseRatio.of(outputs(back, 0, 1), inputs));
  }

  private void add(int from, int to, String metric, Estimate estimate) {
    figures.add(
        new Figure(
            metric,
            domains.get(from).name(),
            domains.get(to).name(),
            estimate.value(),
            estimate.error()));
  }

  /** All targets of the first image, then of the second: so it is encoded once. */
  private List<TransferResult> transfer(
      ImageBatch inputs, DomainLabel from, List<DomainLabel> targets) {
    float[] values = inputs.toArray();
    List<TransferRequest> requests = new ArrayList<>();
    for (int i = 0; i < inputs.count(); i++) {
      RgbImage image = RgbImage.ofFloats(inputs.size(), inputs.size(), values, i * inputs.length());
      targets.forEach(to -> requests.add(TransferRequest.of(image, from, to)));
    }
    int before = done;
    done += requests.size();
    return pipeline.transferAll(
        requests, (count, total) -> listener.onProgress(before + count, transfers), cancellation);
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

  private boolean isJudged(int domain) {
    return judge.isPresent() && judge.get().domains().contains(domains.get(domain));
  }

  private Estimate accuracy(Judge.Verdict verdict, int domain) {
    int wanted = judge.orElseThrow().domains().indexOf(domains.get(domain));
    double[] right = new double[verdict.logits().length];
    for (int i = 0; i < right.length; i++) {
      right[i] = largest(verdict.logits()[i]) == wanted ? 1 : 0;
    }
    return Estimate.meanOf(right);
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

  private static Estimate distance(Judge.Verdict verdict, Judge.Verdict reference) {
    float[][] features = verdict.features();
    float[][] references = reference.features();
    int smaller = Math.min(features.length, references.length);
    return KernelDistance.of(features, references, SUBSETS, Math.min(SUBSET_SIZE, smaller), SEED);
  }
}

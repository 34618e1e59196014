package io.trvae.evaluation;

import io.trvae.Cancellation;
import io.trvae.ProgressListener;
import io.trvae.TransferPipeline;
import io.trvae.training.DomainDataset;
import java.util.Optional;

/**
 * Measures what a model makes of images that it was not trained on.
 *
 * <p>For every ordered pair of two domains:
 *
 * <ul>
 *   <li>{@code target_accuracy}, with a judge: the share of outputs that it takes for the target
 *       domain's
 *   <li>{@code kid}, with a judge: {@link KernelDistance} of its features of the outputs from those
 *       of the target domain's images, over 100 subsets of 100 images, or all if there are fewer
 *   <li>{@code kid_ceiling}, with a judge: the same of the source domain's images from the target
 *       domain's, what a model has that changes nothing
 *   <li>{@code content_luminance} and {@code content_chroma}: {@link ContentPreservation}
 *   <li>{@code diversity}: {@link Diversity#ratio} to the target domain's images
 *   <li>{@code sharpness}: {@link Sharpness#ratio} to the target domain's images
 *   <li>{@code round_trip_psnr}: {@link PeakSignalToNoiseRatio} of the outputs, transferred back to
 *       the source domain, against the inputs
 * </ul>
 *
 * <p>For every domain with itself:
 *
 * <ul>
 *   <li>{@code judge_accuracy}, with a judge: the share of the domain's images, not of outputs,
 *       that it recognises; without it the other figures say little
 *   <li>{@code kid_floor}, with a judge: {@link KernelDistance#betweenHalves} of the domain's
 *       images, what a perfect model has
 *   <li>{@code psnr} and {@code ssim}: {@link PeakSignalToNoiseRatio} and {@link
 *       StructuralSimilarity} of the reconstructions
 * </ul>
 *
 * <p>For all together: the accuracy in [0, 1] with which a {@link LabelProbe} finds the domain, in
 * five folds, {@code leakage_linear_latent} and {@code leakage_mlp_latent} in the latent means,
 * {@code leakage_linear_mmd} and {@code leakage_mlp_mmd} in what the {@linkplain
 * io.trvae.network.Network#mmdLayer() MMD layer} makes of the latent mean and the label of the
 * image's own domain. The probes see the same number of images of every domain, that of the
 * smallest, drawn at random; so chance is one over the number of domains.
 *
 * <p>Images go through the pipeline as a user's would, with 8 bits per channel. What needs the
 * judge is left out where it does not know the target domain. As thread-safe as the judge.
 *
 * @since 0.1.0
 */
public final class Evaluator {

  private static final int MINIMUM_IMAGES = Leakage.FOLDS;

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
   * @param judge tells the domains apart
   */
  public Evaluator(TransferPipeline pipeline, Judge judge) {
    this(pipeline, Optional.of(judge));
  }

  private Evaluator(TransferPipeline pipeline, Optional<Judge> judge) {
    this.pipeline = pipeline;
    this.judge = judge;
  }

  /**
   * Transfers images of every domain to every domain and back, and measures the outputs. The images
   * of the data set and the outputs from one domain are held in memory; time grows with the square
   * of their number.
   *
   * @param dataset the images, of the model's size, at least 5 of each domain; the model must know
   *     the domains
   * @param limit how many images of each domain to use, at least 5; where there are more, those
   *     used are spread evenly over all
   * @param listener hears how many transfers are done; the probes' work follows the last
   * @param cancellation ends the call before the next batch of transfers
   * @return all numbers, the pairs in the order of the domains
   * @throws IllegalArgumentException if a domain has too few images, the limit is too small, the
   *     images are not of the model's size, or a probe cannot compute the model's MMD layer
   * @throws io.trvae.ModelException if the model does not know a domain
   * @throws io.trvae.BackendException if the backend failed
   * @throws io.trvae.TransferCancelledException if it was cancelled
   * @throws IllegalStateException if the pipeline is closed
   */
  public EvaluationReport evaluate(
      DomainDataset dataset, int limit, ProgressListener listener, Cancellation cancellation) {
    check(dataset, limit);
    return new EvaluationRun(pipeline, judge, dataset, limit, listener, cancellation).report();
  }

  private void check(DomainDataset dataset, int limit) {
    if (limit < MINIMUM_IMAGES) {
      throw new IllegalArgumentException(
          "limit must be at least " + MINIMUM_IMAGES + ", got " + limit);
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
    int most = Integer.MAX_VALUE / (3 * size * size);
    for (int domain = 0; domain < dataset.domains().size(); domain++) {
      if (dataset.size(domain) < MINIMUM_IMAGES) {
        throw unfit(dataset, domain, "needs at least " + MINIMUM_IMAGES);
      }
      if (Math.min(limit, dataset.size(domain)) > most) {
        throw unfit(dataset, domain, "takes at most " + most + " of this size; set a limit");
      }
    }
  }

  private static IllegalArgumentException unfit(DomainDataset dataset, int domain, String why) {
    return new IllegalArgumentException(
        "The domain '%s' has %d images, an evaluation %s"
            .formatted(dataset.domains().get(domain), dataset.size(domain), why));
  }
}

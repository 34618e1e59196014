package io.trvae.spi.training;

import io.trvae.network.Shape;
import java.util.List;

/**
 * The operations and the memory of one network in training, for one batch size. Not thread-safe.
 *
 * <p>Operations that are returned belong on no tape yet, unless a tape is among the arguments.
 *
 * @param <F> the engine's features
 * @param <P> the engine's parameters
 * @since 0.1.0
 */
public interface TrainingGraph<F extends TrainingFeatures, P extends TrainingParameters>
    extends AutoCloseable {

  /**
   * Allocates features that are given: nothing trained stands before them.
   *
   * @param batch the number of images
   * @param shape of each
   * @return the features
   */
  F input(int batch, Shape shape);

  /**
   * Prepares to compile layers.
   *
   * @param parameters the layers' arrays, which must outlive this
   * @param noise what dropout draws from
   * @param frozenStatistics whether normalisations use their running statistics in training too
   * @return the compiler
   */
  LayerCompiler<F> compiler(P parameters, Noise noise, boolean frozenStatistics);

  /**
   * Appends the joining of features of the same shape, one batch after the other.
   *
   * @param tape receives the operation
   * @param parts what to join
   * @return a larger batch
   */
  F joinBatches(Tape tape, List<F> parts);

  /**
   * Draws latent codes.
   *
   * @param mean the means
   * @param logVar the logarithms of the variances
   * @param noise what is drawn from
   * @return the operation
   */
  LatentDraw<F> latentDraw(F mean, F logVar, Noise noise);

  /**
   * Half of the mean squared difference.
   *
   * @param estimate what is to come near the target
   * @param target of the same shape; taken as given
   * @param weight of its gradient
   * @return the loss
   */
  Loss squaredError(F estimate, F target, double weight);

  /**
   * The mean absolute difference.
   *
   * @param estimate what is to come near the target
   * @param target of the same shape; taken as given
   * @param weight of its gradient
   * @return the loss
   */
  Loss absoluteError(F estimate, F target, double weight);

  /**
   * The mean absolute differences of averages over boxes of 4x4 and of 8x8 pixels, summed. In the
   * plain mean absolute error the noise of fine detail, which a code cannot hold, hides a small
   * error of all pixels around; over a box it averages out.
   *
   * @param estimate images whose height and width are multiples of 8
   * @param target of the same shape; taken as given
   * @param weight of its gradient
   * @return the loss
   */
  Loss coarseError(F estimate, F target, double weight);

  /**
   * What drawings lose of the coarse layout of their originals: 1 minus Pearson's correlation of
   * their averages over a grid of 8x8 boxes, the mean over the colour channels of all images. A
   * plane without a layout, whose averages deviate by less than 1e-6 all in all, counts 0.
   *
   * @param drawing images whose height and width are multiples of 8
   * @param original of the same shape; taken as given
   * @param weight of its gradient
   * @return the loss
   */
  Loss contentLoss(F drawing, F original, double weight);

  /**
   * The mean absolute difference between the features of reconstructions and of their originals
   * (Wang et al. 2018, "High-resolution image synthesis and semantic manipulation with conditional
   * GANs", section 3.2). Its backward pass adds to the gradient that the layers behind have
   * written.
   *
   * @param features those of originals first, then of as many reconstructions, then of as many
   *     other images
   * @param weight of its gradient
   * @return the loss
   */
  Loss.Switched featureMatching(F features, double weight);

  /**
   * Divides weights by their spectral norm.
   *
   * @param trained what is learnt, and the vectors that follow the norms
   * @param normalised what a network computes with; of the same layout
   * @return the normalisation
   */
  WeightNormalisation weightNormalisation(P trained, P normalised);

  /**
   * Compares rows of activations; in the host's memory, unless the engine has a better place.
   *
   * @return the comparison
   */
  default RowComparison rowComparison() {
    return new HostRowComparison();
  }

  /** Frees the memory. */
  @Override
  void close();
}

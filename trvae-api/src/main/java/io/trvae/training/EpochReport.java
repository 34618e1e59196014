package io.trvae.training;

import java.time.Duration;

/**
 * What one epoch came to.
 *
 * @param epoch the epoch, from 1
 * @param epochs the number of epochs that the configuration asks for
 * @param training the losses on the training images, averaged over the epoch's steps
 * @param validation the losses on the validation images, after the epoch
 * @param learningRate the learning rate of the epoch
 * @param best whether the validation loss is the lowest so far; always in an adversarial training,
 *     which ends with the last average of its weights
 * @param images the number of images trained on in this epoch
 * @param duration the wall time of the epoch's training steps
 * @since 0.1.0
 */
public record EpochReport(
    int epoch,
    int epochs,
    Losses training,
    Losses validation,
    double learningRate,
    boolean best,
    long images,
    Duration duration) {

  /**
   * Returns the speed.
   *
   * @return images per second
   */
  public double imagesPerSecond() {
    return images * 1e9 / Math.max(1, duration.toNanos());
  }
}

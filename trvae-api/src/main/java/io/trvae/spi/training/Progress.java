package io.trvae.spi.training;

/**
 * How far a training has come: all that decides what happens next, apart from weights and moments.
 *
 * @param epoch the number of epochs that are finished
 * @param learningRate the learning rate of the next epoch
 * @param bestEpoch the epoch with the lowest validation loss, 0 before the first
 * @param bestLoss that loss
 * @param plateauEpochs epochs since the last improvement or reduction of the learning rate
 */
record Progress(int epoch, double learningRate, int bestEpoch, double bestLoss, int plateauEpochs) {

  static Progress start(double learningRate) {
    return new Progress(0, learningRate, 0, Double.POSITIVE_INFINITY, 0);
  }

  /**
   * Returns the state after one more epoch.
   *
   * @param loss the validation loss
   * @param patience epochs without improvement before the learning rate falls
   * @param factor what it is multiplied with then
   */
  Progress after(double loss, int patience, double factor) {
    if (loss < bestLoss) {
      return new Progress(epoch + 1, learningRate, epoch + 1, loss, 0);
    }
    if (plateauEpochs + 1 >= patience) {
      return new Progress(epoch + 1, learningRate * factor, bestEpoch, bestLoss, 0);
    }
    return new Progress(epoch + 1, learningRate, bestEpoch, bestLoss, plateauEpochs + 1);
  }

  /**
   * Returns the state after one more epoch that counts as the best so far. Adversarial training has
   * no loss that tells better from worse: its last average is its result.
   */
  Progress afterBest(double loss) {
    return new Progress(epoch + 1, learningRate, epoch + 1, loss, 0);
  }

  boolean lastWasBest() {
    return epoch == bestEpoch;
  }
}

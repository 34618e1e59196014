package io.trvae.samples.benchmark.engine;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import io.trvae.model.TransferModel;
import io.trvae.network.Layer;
import io.trvae.network.Network;
import io.trvae.network.Parameter;
import io.trvae.training.Losses;
import io.trvae.training.TrainingConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * Our training step, plain and with the unbiased estimate of the MMD, with DJL on PyTorch: the
 * network, its losses and Adam.
 */
public final class DjlTraining implements AutoCloseable {

  /** Those of the reference: theislab/trVAE, {@code trvae/models/_utils.py}. */
  private static final double[] BANDWIDTHS = {
    1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1, 5, 10, 15, 20, 25, 30, 35, 100, 1e3, 1e4, 1e5, 1e6
  };

  private final TrainingConfig config;
  private final Network network;
  private final DjlNetwork djl;
  private final Optimizer adam;
  private final List<String> trained = new ArrayList<>();
  private final NDArray label;
  private final NDArray pairs;
  private final NDArray exponents;

  /**
   * Prepares to train; every batch holds the same number of images of each domain, one domain after
   * the other.
   *
   * @param initial the weights to start from
   * @param config batch size, learning rate and weights of the losses
   * @param threads how many threads PyTorch may use
   */
  public DjlTraining(TransferModel initial, TrainingConfig config, int threads) {
    this.config = config;
    network = initial.network();
    djl = new DjlNetwork(threads, true);
    for (Parameter parameter : network.parameters()) {
      djl.put(
          parameter.name(), initial.tensor(parameter.name()).toFloats(), parameter.shape());
      if (parameter.role().isTrained()) {
        djl.parameter(parameter.name()).setRequiresGradient(true);
        trained.add(parameter.name());
      }
    }
    adam =
        Optimizer.adam()
            .optLearningRateTracker(Tracker.fixed((float) config.learningRate()))
            .build();
    int batch = config.batchSize();
    int domains = network.spec().domainCount();
    float[] labels = new float[batch * domains];
    for (int row = 0; row < batch; row++) {
      labels[row * domains + domain(row)] = 1;
    }
    NDManager manager = djl.manager();
    label = manager.create(labels, new Shape(batch, domains));
    pairs = manager.create(pairWeights(), new Shape(batch, batch));
    exponents = manager.create(exponents(), new Shape(1, 1, BANDWIDTHS.length));
  }

  private int domain(int row) {
    return row * network.spec().domainCount() / config.batchSize();
  }

  /** What the kernel of each pair of rows counts in the sum over pairs of domains. */
  private float[] pairWeights() {
    int batch = config.batchSize();
    int domains = network.spec().domainCount();
    double rows = (double) batch / domains;
    float[] weights = new float[batch * batch];
    for (int a = 0; a < batch; a++) {
      for (int b = 0; b < batch; b++) {
        double weight = domain(a) == domain(b) ? (domains - 1) / (rows - 1) / rows : -1 / rows / rows;
        weights[a * batch + b] = a == b ? 0 : (float) weight;
      }
    }
    return weights;
  }

  private static float[] exponents() {
    float[] exponents = new float[BANDWIDTHS.length];
    for (int i = 0; i < exponents.length; i++) {
      exponents[i] = (float) (-1 / (2 * BANDWIDTHS[i]));
    }
    return exponents;
  }

  /**
   * Makes one step.
   *
   * @param images {@code [batch, 3, size, size]}
   */
  public Losses step(float[] images) {
    int batch = config.batchSize();
    int size = network.spec().imageSize();
    try (NDManager call = djl.manager().newSubManager()) {
      NDArray original = call.create(images, new Shape(batch, 3, size, size));
      NDArray labels = label.duplicate();
      labels.attach(call);
      Losses losses;
      try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
        NDArray features = djl.chain(network.encoder(), original, labels);
        NDArray mean = djl.dense(network.mean(), features);
        NDArray logVar = djl.dense(network.logVar(), features);
        NDArray noise = call.randomNormal(mean.getShape());
        NDArray latent = mean.add(logVar.mul(0.5f).exp().mul(noise));

        List<Layer> decoder = network.decoder();
        List<Layer> head = decoder.subList(0, network.mmdLayer() + 1);
        NDArray decoded = djl.chain(decoder, latent, labels);
        NDArray reconstruction = decoded.sub(original).square().mean().mul(0.5f);
        NDArray kl = logVar.exp().add(mean.square()).sub(1).sub(logVar).mean().mul(0.5f);
        NDArray mmd = discrepancy(djl.chain(head, mean, labels));
        NDArray total =
            reconstruction
                .mul((float) config.reconstructionWeight())
                .add(kl.mul((float) config.klWeight()))
                .add(mmd.mul((float) config.mmdWeight()));
        collector.backward(total);
        losses =
            new Losses(
                reconstruction.getFloat(), kl.getFloat(), mmd.getFloat(), total.getFloat());
      }
      for (String name : trained) {
        NDArray parameter = djl.parameter(name);
        try (NDArray gradient = parameter.getGradient()) {
          adam.update(name, parameter, gradient);
        }
      }
      return losses;
    }
  }

  private NDArray discrepancy(NDArray rows) {
    NDArray distances = rows.expandDims(1).sub(rows).square().sum(new int[] {2}, true);
    NDArray kernel = distances.mul(exponents).exp().mean(new int[] {2});
    return kernel.mul(pairs).sum();
  }

  @Override
  public void close() {
    djl.close();
  }
}

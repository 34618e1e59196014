package io.trvae.spi.training;

import io.trvae.network.NetworkSpec;
import io.trvae.spi.Backend;
import java.util.Arrays;

/** Computes with a network that is being trained, batch by batch, for listeners. */
final class TrainingBackend implements Backend {

  private final TrainingNetwork<?, ?> network;
  private final NetworkSpec spec;
  private boolean closed;

  TrainingBackend(TrainingNetwork<?, ?> network, NetworkSpec spec) {
    this.network = network;
    this.spec = spec;
  }

  @Override
  public String description() {
    return "the network in training";
  }

  @Override
  public synchronized void encode(
      float[] images, float[] labels, int batch, float[] mean, float[] logVar) {
    checkOpen();
    int imageLength = spec.imageShape().size();
    int latent = spec.latentSize();
    float[] means = new float[network.batch() * latent];
    float[] logVars = new float[means.length];
    for (int from = 0; from < batch; from += network.batch()) {
      int count = Math.min(network.batch(), batch - from);
      network.encode(
          slice(images, from, count, imageLength),
          slice(labels, from, count, spec.domainCount()),
          means,
          logVars);
      System.arraycopy(means, 0, mean, from * latent, count * latent);
      System.arraycopy(logVars, 0, logVar, from * latent, count * latent);
    }
  }

  @Override
  public synchronized void decode(float[] latents, float[] labels, int batch, float[] images) {
    checkOpen();
    int imageLength = spec.imageShape().size();
    float[] decoded = new float[network.batch() * imageLength];
    for (int from = 0; from < batch; from += network.batch()) {
      int count = Math.min(network.batch(), batch - from);
      network.decode(
          slice(latents, from, count, spec.latentSize()),
          slice(labels, from, count, spec.domainCount()),
          decoded);
      System.arraycopy(decoded, 0, images, from * imageLength, count * imageLength);
    }
  }

  private static float[] slice(float[] values, int from, int count, int length) {
    return Arrays.copyOfRange(values, from * length, (from + count) * length);
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("The epoch that this backend was given for is over");
    }
  }

  /** Ends the use of this backend; the network goes on. */
  @Override
  public synchronized void close() {
    closed = true;
  }
}

package io.trvae.testkit;

import io.trvae.model.TransferModel;
import io.trvae.network.Network;
import io.trvae.spi.Backend;

/**
 * A backend in plain Java, slow and obvious: {@link ReferenceNetwork} for each image of a batch.
 *
 * @since 0.1.0
 */
public final class ReferenceBackend implements Backend {

  private final Network network;
  private final ReferenceNetwork reference;
  private volatile boolean closed;

  /**
   * Copies a model's weights.
   *
   * @param model the model
   */
  public ReferenceBackend(TransferModel model) {
    this.network = model.network();
    this.reference = new ReferenceNetwork(model.tensors());
  }

  @Override
  public String description() {
    return "plain Java reference";
  }

  @Override
  public void encode(float[] images, float[] labels, int batch, float[] mean, float[] logVar) {
    checkOpen();
    for (int i = 0; i < batch; i++) {
      double[][] latent = reference.encode(network, row(images, batch, i), row(labels, batch, i));
      putRow(latent[0], mean, i);
      putRow(latent[1], logVar, i);
    }
  }

  @Override
  public void decode(float[] latents, float[] labels, int batch, float[] images) {
    checkOpen();
    for (int i = 0; i < batch; i++) {
      putRow(reference.decode(network, row(latents, batch, i), row(labels, batch, i)), images, i);
    }
  }

  private static double[] row(float[] matrix, int rows, int index) {
    double[] row = new double[matrix.length / rows];
    for (int i = 0; i < row.length; i++) {
      row[i] = matrix[index * row.length + i];
    }
    return row;
  }

  private static void putRow(double[] row, float[] matrix, int index) {
    for (int i = 0; i < row.length; i++) {
      matrix[index * row.length + i] = (float) row[i];
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("The backend is closed");
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}

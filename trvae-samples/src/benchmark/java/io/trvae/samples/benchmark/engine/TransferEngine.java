package io.trvae.samples.benchmark.engine;

/** An engine that has taken up a model, ready to transfer; for one thread at a time. */
public interface TransferEngine extends AutoCloseable {

  /**
   * Transfers a batch: encodes to the latent mean and decodes that.
   *
   * @param images {@code [batch, 3, size, size]}, values in [0, 1]
   * @param from {@code [batch, domains]}, the labels to encode with
   * @param to {@code [batch, domains]}, the labels to decode with
   * @param batch the number of images
   * @param results receives {@code [batch, 3, size, size]}
   */
  void transfer(float[] images, float[] from, float[] to, int batch, float[] results);

  @Override
  void close();
}

package io.trvae.testkit;

import io.trvae.spi.Backend;

/**
 * Hands every call on to another backend; who extends it changes some.
 *
 * @since 0.1.0
 */
public abstract class PassingBackend implements Backend {

  private final Backend backend;

  /**
   * Wraps a backend.
   *
   * @param backend does the work
   */
  protected PassingBackend(Backend backend) {
    this.backend = backend;
  }

  @Override
  public String description() {
    return backend.description();
  }

  @Override
  public void encode(float[] images, float[] labels, int batch, float[] mean, float[] logVar) {
    backend.encode(images, labels, batch, mean, logVar);
  }

  @Override
  public void decode(float[] latents, float[] labels, int batch, float[] images) {
    backend.decode(latents, labels, batch, images);
  }

  @Override
  public void transfer(
      float[] images,
      float[] from,
      float[] to,
      int batch,
      float[] mean,
      float[] logVar,
      float[] drawn) {
    backend.transfer(images, from, to, batch, mean, logVar, drawn);
  }

  @Override
  public void close() {
    backend.close();
  }
}

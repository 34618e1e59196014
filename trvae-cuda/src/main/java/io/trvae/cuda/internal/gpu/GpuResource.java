package io.trvae.cuda.internal.gpu;

/**
 * Something on a GPU that has to be given back, while its {@link Gpu} is in use. Closing does not
 * throw: it fails only where the context has failed before, and then nothing is left to free.
 */
public interface GpuResource extends AutoCloseable {
  @Override
  void close();
}

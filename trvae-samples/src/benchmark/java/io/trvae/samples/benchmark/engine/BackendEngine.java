package io.trvae.samples.benchmark.engine;

import io.trvae.Precision;
import io.trvae.model.TransferModel;
import io.trvae.spi.Backend;
import io.trvae.spi.BackendOptions;
import io.trvae.spi.BackendProvider;
import java.util.Optional;
import java.util.ServiceLoader;

/** One of the project's own backends. */
final class BackendEngine implements TransferEngine {

  private final Backend backend;
  private final int latentSize;
  private float[] mean = {};
  private float[] logVar = {};

  private BackendEngine(Backend backend, int latentSize) {
    this.backend = backend;
    this.latentSize = latentSize;
  }

  static BackendProvider provider(String name) {
    return ServiceLoader.load(BackendProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(found -> found.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("No backend is named " + name));
  }

  static BackendEngine open(String name, TransferModel model, int threads, Precision precision) {
    BackendOptions options = new BackendOptions(threads, Optional.empty(), precision);
    Backend backend = provider(name).open(model, options);
    return new BackendEngine(backend, model.spec().network().latentSize());
  }

  @Override
  public void transfer(float[] images, float[] from, float[] to, int batch, float[] results) {
    if (mean.length != batch * latentSize) {
      mean = new float[batch * latentSize];
      logVar = new float[batch * latentSize];
    }
    backend.transfer(images, from, to, batch, mean, logVar, results);
  }

  @Override
  public void close() {
    backend.close();
  }
}

package io.trvae.internal.pipeline;

import io.trvae.BackendException;
import io.trvae.Precision;
import io.trvae.TransferPipeline;
import io.trvae.face.FaceLocator;
import io.trvae.internal.discovery.Chosen;
import io.trvae.internal.discovery.Discovery;
import io.trvae.internal.discovery.ProviderKind;
import io.trvae.model.ModelSource;
import io.trvae.spi.Backend;
import io.trvae.spi.BackendOptions;
import io.trvae.spi.BackendProvider;
import java.util.Optional;

/** Brings a model and a backend together. */
public final class PipelineOpener {

  private PipelineOpener() {}

  /**
   * Loads the model while backends are asked whether they can run, which loads their native code;
   * then opens one. Where both fail, the model is what is wrong.
   *
   * @param source where the model comes from
   * @param backendName the backend that the caller asked for, or empty
   * @param options what the backend is opened with
   * @param locator finds faces in photos
   * @return the pipeline, owned by the caller
   */
  public static TransferPipeline open(
      ModelSource source,
      Optional<String> backendName,
      BackendOptions options,
      Optional<FaceLocator> locator) {
    ModelLoading loading = new ModelLoading(source);
    Chosen<Backend> backend;
    try {
      backend =
          Discovery.open(
              backends(options.precision()),
              backendName,
              provider -> provider.open(loading.model(), options));
    } catch (BackendException e) {
      loading.model();
      throw e;
    }
    return new DefaultTransferPipeline(
        loading.model(), backend.name(), backend.value(), options.threads(), locator);
  }

  /** Those that cannot compute in a precision count as not available. */
  private static ProviderKind<BackendProvider> backends(Precision precision) {
    return new ProviderKind<>(
        BackendProvider.class,
        "backend",
        "trvae.backend",
        BackendProvider::name,
        BackendProvider::priority,
        provider -> provider.probe(precision));
  }
}

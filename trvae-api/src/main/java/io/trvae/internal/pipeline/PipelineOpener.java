package io.trvae.internal.pipeline;

import io.trvae.BackendException;
import io.trvae.Precision;
import io.trvae.TransferPipeline;
import io.trvae.face.FaceLocator;
import io.trvae.internal.discovery.Discovery;
import io.trvae.internal.discovery.ProviderKind;
import io.trvae.model.ModelSource;
import io.trvae.model.TransferModel;
import io.trvae.spi.Backend;
import io.trvae.spi.BackendOptions;
import io.trvae.spi.BackendProvider;
import java.util.Objects;
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
    try {
      return Discovery.open(
          backends(options.precision()),
          backendName,
          provider -> open(provider, loading.model(), options, locator));
    } catch (BackendException e) {
      loading.model();
      throw e;
    }
  }

  /** Also closes a backend that opens but cannot say what it is, as no one else would. */
  private static TransferPipeline open(
      BackendProvider provider,
      TransferModel model,
      BackendOptions options,
      Optional<FaceLocator> locator) {
    Backend backend =
        Objects.requireNonNull(provider.open(model, options), "the provider's open() is null");
    try {
      return new DefaultTransferPipeline(
          model, provider.name(), backend, options.threads(), locator);
    } catch (Throwable failure) {
      try {
        backend.close();
      } catch (RuntimeException | LinkageError suppressed) {
        failure.addSuppressed(suppressed);
      }
      throw failure;
    }
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

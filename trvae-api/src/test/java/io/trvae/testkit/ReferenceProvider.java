package io.trvae.testkit;

import io.trvae.model.TransferModel;
import io.trvae.spi.Backend;
import io.trvae.spi.BackendOptions;
import io.trvae.spi.BackendProvider;
import io.trvae.spi.BackendStatus;

/**
 * Offers the {@link ReferenceBackend}.
 *
 * @since 0.1.0
 */
public final class ReferenceProvider implements BackendProvider {

  /** Creates a provider. */
  public ReferenceProvider() {}

  @Override
  public String name() {
    return "reference";
  }

  @Override
  public int priority() {
    return 0;
  }

  @Override
  public BackendStatus probe() {
    return new BackendStatus.Available("plain Java reference");
  }

  @Override
  public Backend open(TransferModel model, BackendOptions options) {
    return new ReferenceBackend(model);
  }
}

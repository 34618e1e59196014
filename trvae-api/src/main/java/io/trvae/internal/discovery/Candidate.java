package io.trvae.internal.discovery;

import io.trvae.spi.BackendStatus;
import java.util.Objects;

/** A provider that could be created and told its name and rank. */
record Candidate<P>(P provider, String name, int priority) {

  /** Asks a provider for its name and rank; whatever it throws comes through. */
  static <P> Candidate<P> of(ProviderKind<P> kind, P provider) {
    String name =
        Objects.requireNonNull(kind.name().apply(provider), "the provider's name() is null");
    return new Candidate<>(provider, name, kind.priority().applyAsInt(provider));
  }

  /** Asks the provider whether it can run. */
  BackendStatus probe(ProviderKind<P> kind) {
    return Probe.ask(name, () -> kind.probe().apply(provider));
  }
}

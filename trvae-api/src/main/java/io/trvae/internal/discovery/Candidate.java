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

  /** Probes the provider; one that throws although it must not counts as unavailable. */
  BackendStatus probe(ProviderKind<P> kind) {
    try {
      return Objects.requireNonNull(kind.probe().apply(provider), "the provider's probe() is null");
    } catch (RuntimeException | LinkageError e) {
      return new BackendStatus.Unavailable(
          "its probe failed with " + e,
          "check that the versions of its libraries belong together, or remove it from the class"
              + " path");
    }
  }
}

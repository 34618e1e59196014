package io.trvae.internal.discovery;

import io.trvae.BackendException;
import io.trvae.ErrorCode;
import io.trvae.TrvaeException;
import io.trvae.spi.BackendStatus;
import io.trvae.spi.BackendStatus.Available;
import io.trvae.spi.BackendStatus.Unavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses one provider of a kind and opens it.
 *
 * <p>The caller's name comes first, then the kind's system property, then the highest rank that is
 * available. One asked for by name never falls back to another. Providers are probed only as far
 * down as the choice needs, for a probe may load native code.
 *
 * @param <P> the provider's interface
 * @param <T> what it opens
 */
public final class Discovery<P, T> {

  private static final Logger LOG = LoggerFactory.getLogger(Discovery.class);

  private final ProviderKind<P> kind;
  private final Function<P, T> opener;
  private final Candidates<P> candidates;

  private Discovery(ProviderKind<P> kind, Function<P, T> opener) {
    this.kind = kind;
    this.opener = opener;
    this.candidates = Candidates.find(kind);
  }

  /**
   * Chooses and opens.
   *
   * @param <P> the provider's interface
   * @param <T> what it opens
   * @param kind backends or trainers
   * @param name the name that the caller asked for, or empty
   * @param opener opens a provider
   * @return what the provider opened, owned by the caller
   * @throws BackendException if nothing can be opened; the message gives every reason
   */
  public static <P, T> T open(ProviderKind<P> kind, Optional<String> name, Function<P, T> opener) {
    Discovery<P, T> discovery = new Discovery<>(kind, opener);
    if (name.isPresent()) {
      return discovery.openNamed(name.get(), "");
    }
    String property = System.getProperty(kind.property(), "").strip();
    return property.isEmpty()
        ? discovery.openBest()
        : discovery.openNamed(property, " (chosen by the system property " + kind.property() + ")");
  }

  private T openNamed(String name, String chosenBy) {
    String subject = "The " + kind.noun() + " '" + name + "'" + chosenBy;
    Candidate<P> candidate =
        candidates.usable().stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElseThrow(() -> unavailable(subject + " is not there. " + knownNames(), null));
    BackendStatus status = candidate.probe(kind);
    if (status instanceof Unavailable no) {
      throw unavailable(
          subject + " cannot run here: " + no.reason() + ". What to do: " + no.remedy(), null);
    }
    try {
      return opened(candidate, (Available) status, List.of());
    } catch (Throwable e) {
      throw unavailable(subject + " could not be opened: " + reasonOf(e), e);
    }
  }

  private T openBest() {
    List<String> notTaken = new ArrayList<>();
    List<String> remedies = new ArrayList<>();
    for (Candidate<P> candidate : candidates.usable()) {
      BackendStatus status = candidate.probe(kind);
      if (status instanceof Unavailable no) {
        notTaken.add(candidate.name() + ": " + no.reason());
        remedies.add("for " + candidate.name() + ", " + no.remedy());
        continue;
      }
      try {
        return opened(candidate, (Available) status, notTaken);
      } catch (Throwable e) {
        String reason = reasonOf(e);
        LOG.warn(
            "The {} '{}' could not be opened, trying the next", kind.noun(), candidate.name(), e);
        notTaken.add(candidate.name() + ": could not be opened: " + reason);
      }
    }
    throw nothingLeft(notTaken, remedies);
  }

  private T opened(Candidate<P> candidate, Available status, List<String> notTaken) {
    T value =
        Objects.requireNonNull(opener.apply(candidate.provider()), "the provider opened null");
    List<String> reasons = new ArrayList<>(notTaken);
    reasons.addAll(candidates.broken());
    LOG.info(
        "Using the {} '{}' ({}){}",
        kind.noun(),
        candidate.name(),
        status.description(),
        reasons.isEmpty() ? "" : "; not taken: " + String.join("; ", reasons));
    return value;
  }

  /**
   * Describes why opening failed.
   *
   * @throws TrvaeException the failure itself if it is no fault of the provider's, a model that is
   *     damaged for instance: another provider could do no better
   */
  private static String reasonOf(Throwable failure) {
    if (failure instanceof TrvaeException ours && !(failure instanceof BackendException)) {
      throw ours;
    }
    return failure.toString();
  }

  private String knownNames() {
    if (candidates.usable().isEmpty() && candidates.broken().isEmpty()) {
      return noneOnClassPath();
    }
    String known = String.join(", ", candidates.usable().stream().map(Candidate::name).toList());
    return "Known are: "
        + (known.isEmpty() ? "none" : known)
        + (candidates.broken().isEmpty()
            ? ""
            : ". Could not be loaded: " + String.join("; ", candidates.broken()));
  }

  private BackendException nothingLeft(List<String> notTaken, List<String> remedies) {
    List<String> reasons = new ArrayList<>(notTaken);
    reasons.addAll(candidates.broken());
    if (reasons.isEmpty()) {
      return unavailable(noneOnClassPath(), null);
    }
    return unavailable(
        "No "
            + kind.noun()
            + " can run here: "
            + String.join("; ", reasons)
            + (remedies.isEmpty() ? "" : ". What to do: " + String.join("; ", remedies)),
        null);
  }

  private String noneOnClassPath() {
    return "No " + kind.noun() + " is on the class path: add io.trvae:trvae-dl4j";
  }

  private static BackendException unavailable(String message, @Nullable Throwable cause) {
    return new BackendException(ErrorCode.BACKEND_UNAVAILABLE, message, cause);
  }
}

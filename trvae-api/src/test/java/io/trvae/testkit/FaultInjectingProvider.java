package io.trvae.testkit;

import io.trvae.BackendException;
import io.trvae.ErrorCode;
import io.trvae.model.TransferModel;
import io.trvae.spi.Backend;
import io.trvae.spi.BackendOptions;
import io.trvae.spi.BackendProvider;
import io.trvae.spi.BackendStatus;
import java.util.concurrent.locks.LockSupport;

/**
 * A provider with a fault. {@link java.util.ServiceLoader} wants a constructor without arguments,
 * so tests write subclasses; a subclass's constructor may throw, too.
 *
 * @since 0.1.0
 */
public abstract class FaultInjectingProvider implements BackendProvider {

  private final String name;
  private final int priority;
  private final Fault fault;

  /** Where a provider goes wrong. */
  public enum Fault {
    /** Nowhere: it opens the reference backend. */
    NONE,
    /** {@link #name()} throws. */
    NAME,
    /** {@link #priority()} throws. */
    PRIORITY,
    /** {@link #probe()} throws, against the contract. */
    PROBE,
    /** {@link #probe()} says that the backend cannot run. */
    UNAVAILABLE,
    /** {@link #probe()} returns null. */
    NULL_PROBE,
    /** {@link #probe()} never returns. */
    ENDLESS_PROBE,
    /** {@link #open} throws. */
    OPEN,
    /** {@link #open} throws an error, as where native code is missing. */
    OPEN_ERROR,
    /** {@link #open} returns null. */
    NULL_BACKEND
  }

  /**
   * Creates a provider.
   *
   * @param name its name
   * @param priority its rank
   * @param fault where it goes wrong
   */
  protected FaultInjectingProvider(String name, int priority, Fault fault) {
    this.name = name;
    this.priority = priority;
    this.fault = fault;
  }

  @Override
  public String name() {
    failIf(Fault.NAME);
    return name;
  }

  @Override
  public int priority() {
    failIf(Fault.PRIORITY);
    return priority;
  }

  @Override
  public BackendStatus probe() {
    failIf(Fault.PROBE);
    while (fault == Fault.ENDLESS_PROBE) {
      LockSupport.park();
    }
    if (fault == Fault.NULL_PROBE) {
      return null;
    }
    return fault == Fault.UNAVAILABLE
        ? new BackendStatus.Unavailable("no " + name + " device", "install the " + name + " driver")
        : new BackendStatus.Available(name + " device");
  }

  @Override
  public Backend open(TransferModel model, BackendOptions options) {
    if (fault == Fault.OPEN) {
      throw new BackendException(ErrorCode.BACKEND_FAILED, name + " has no memory left");
    }
    failIf(Fault.OPEN_ERROR);
    if (fault == Fault.NULL_BACKEND) {
      return null;
    }
    return new FaultInjectingBackend(
        new AssertingBackend(new ReferenceBackend(model), model.spec().network()));
  }

  private void failIf(Fault here) {
    if (fault == here) {
      throw new UnsatisfiedLinkError("injected into " + fault);
    }
  }
}

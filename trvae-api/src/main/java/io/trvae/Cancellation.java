package io.trvae;

/**
 * A flag by which one thread asks the work of another to stop early.
 *
 * <p>Thread-safe. Work that is cancelled ends at its next safe point: between two batches of a
 * transfer, between two steps of a training.
 *
 * @since 0.1.0
 */
public final class Cancellation {

  private volatile boolean requested;

  /** Creates a flag that is not set. */
  public Cancellation() {}

  /** Sets the flag; more than once does no harm. */
  public void cancel() {
    requested = true;
  }

  /**
   * Tells whether the flag is set.
   *
   * @return true once {@link #cancel()} has been called
   */
  public boolean isCancelled() {
    return requested;
  }
}

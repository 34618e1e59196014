package io.trvae.cuda.internal.gpu;

import io.trvae.spi.BackendStatus;

/** A call to CUDA that failed; the message names the call, the device and what to do. */
public final class GpuException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String reason;
  private final String remedy;
  private final boolean outOfMemory;

  GpuException(String reason, String remedy, boolean outOfMemory) {
    super(reason + ". What to do: " + remedy);
    this.reason = reason;
    this.remedy = remedy;
    this.outOfMemory = outOfMemory;
  }

  /** Tells whether less memory might do. */
  public boolean isOutOfMemory() {
    return outOfMemory;
  }

  /** Returns the same as the answer to a probe. */
  public BackendStatus.Unavailable status() {
    return new BackendStatus.Unavailable(reason, remedy);
  }
}

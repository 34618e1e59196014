package io.trvae.testkit;

import io.trvae.spi.Backend;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A backend that goes wrong on request, and as long as requested.
 *
 * @since 0.1.0
 */
public final class FaultInjectingBackend implements Backend {

  private final Backend backend;
  private volatile @Nullable Supplier<? extends RuntimeException> failure;
  private volatile @Nullable Float poison;
  private volatile boolean idle;
  private volatile @Nullable Gate gate;

  /**
   * Wraps a backend that works.
   *
   * @param backend does the work
   */
  public FaultInjectingBackend(Backend backend) {
    this.backend = backend;
  }

  /**
   * Makes every later call throw.
   *
   * @param exception creates what is thrown
   */
  public void failWith(Supplier<? extends RuntimeException> exception) {
    failure = exception;
  }

  /**
   * Makes every later call write this number in place of its last result.
   *
   * @param value NaN for instance
   */
  public void poisonWith(float value) {
    poison = value;
  }

  /** Makes every later call return without a result. */
  public void writeNothing() {
    idle = true;
  }

  /** Makes every later call work again. */
  public void recover() {
    failure = null;
    poison = null;
    idle = false;
  }

  /**
   * Makes every later call wait until the gate is opened.
   *
   * @return the gate
   */
  public Gate block() {
    Gate closedGate = new Gate();
    gate = closedGate;
    return closedGate;
  }

  @Override
  public String description() {
    return backend.description() + " with faults";
  }

  @Override
  public void encode(float[] images, float[] labels, int batch, float[] mean, float[] logVar) {
    before();
    if (!idle) {
      backend.encode(images, labels, batch, mean, logVar);
      after(mean);
    }
  }

  @Override
  public void decode(float[] latents, float[] labels, int batch, float[] images) {
    before();
    if (!idle) {
      backend.decode(latents, labels, batch, images);
      after(images);
    }
  }

  @Override
  public void transfer(
      float[] images,
      float[] from,
      float[] to,
      int batch,
      float[] mean,
      float[] logVar,
      float[] drawn) {
    before();
    if (!idle) {
      backend.transfer(images, from, to, batch, mean, logVar, drawn);
      after(drawn);
    }
  }

  private void before() {
    Gate currentGate = gate;
    if (currentGate != null) {
      currentGate.pass();
    }
    Supplier<? extends RuntimeException> currentFailure = failure;
    if (currentFailure != null) {
      throw currentFailure.get();
    }
  }

  private void after(float[] result) {
    Float value = poison;
    if (value != null) {
      Arrays.fill(result, result.length - 1, result.length, value);
    }
  }

  @Override
  public void close() {
    backend.close();
  }

  /** Holds calls up until it is opened. */
  public static final class Gate {

    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch opened = new CountDownLatch(1);

    private Gate() {}

    /**
     * Waits until a call has come to the gate.
     *
     * @throws InterruptedException if interrupted
     */
    public void awaitCall() throws InterruptedException {
      reached.await();
    }

    /** Lets all calls through, now and later. */
    public void open() {
      opened.countDown();
    }

    private void pass() {
      reached.countDown();
      try {
        opened.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("Interrupted at the gate", e);
      }
    }
  }
}

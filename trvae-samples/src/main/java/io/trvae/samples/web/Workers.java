package io.trvae.samples.web;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The threads that draw, one for each processor, and the places of the queue before them. */
final class Workers implements AutoCloseable {

  private final ExecutorService threads =
      Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
  private final Semaphore places;

  Workers(int places) {
    this.places = new Semaphore(places);
  }

  /**
   * Takes a place, to be given back.
   *
   * @throws Refusal if all places are taken
   */
  void takePlace() {
    if (!places.tryAcquire()) {
      throw Refusal.busy("All places are taken; try again in a second");
    }
  }

  void givePlaceBack() {
    places.release();
  }

  <T> CompletableFuture<T> submit(Supplier<T> work) {
    return CompletableFuture.supplyAsync(work, threads);
  }

  /** Finishes what was begun. */
  @Override
  public void close() {
    threads.shutdown();
    try {
      threads.awaitTermination(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package io.trvae.samples;

import io.trvae.Cancellation;
import io.trvae.ProgressListener;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Draws any number of pictures, and goes on after those that cannot be read or drawn.
 *
 * <p>Each thread reads a picture, has it drawn in all its domains and writes the files before it
 * takes the next: no more pictures are in memory than there are threads. Reading takes most of the
 * time, and the pipeline computes together what threads ask for together.
 */
final class PictureBatch {

  private final Queue<FolderPlan.Task> waiting;
  private final int total;
  private final PictureDrawer drawer;
  private final ProgressListener progress;
  private final Cancellation cancellation;

  // Guarded by this.
  private final List<String> failures = new ArrayList<>();
  private int done;

  /**
   * Creates a batch.
   *
   * @param tasks the pictures
   * @param drawer draws them
   * @param progress hears of each picture that was drawn or has failed, one at a time
   * @param cancellation ends the batch before the next picture
   */
  PictureBatch(
      List<FolderPlan.Task> tasks,
      PictureDrawer drawer,
      ProgressListener progress,
      Cancellation cancellation) {
    this.waiting = new ConcurrentLinkedQueue<>(tasks);
    this.total = tasks.size();
    this.drawer = drawer;
    this.progress = progress;
    this.cancellation = cancellation;
  }

  /**
   * Draws the pictures. What no other picture would fare better with ends the batch: a failure to
   * compute or to write.
   *
   * @return what became of them
   */
  Outcome run(int threads) throws InterruptedException {
    ExecutorService workers = Executors.newFixedThreadPool(threads);
    try {
      Callable<?> work = Executors.callable(this::work);
      for (Future<?> end : workers.invokeAll(Collections.nCopies(threads, work))) {
        end.get();
      }
    } catch (ExecutionException failure) {
      throw failure.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(failure.getCause());
    } finally {
      workers.shutdown();
    }
    return outcome();
  }

  private void work() {
    FolderPlan.Task task = waiting.poll();
    while (task != null && !cancellation.isCancelled()) {
      try {
        draw(task);
      } catch (Throwable everyones) {
        waiting.clear();
        throw everyones;
      }
      task = waiting.poll();
    }
  }

  private void draw(FolderPlan.Task task) {
    List<String> failure = new ArrayList<>();
    drawer.draw(task).ifPresent(reason -> failure.add(task.picture() + ": " + reason));
    finish(failure);
  }

  private synchronized void finish(List<String> failure) {
    failures.addAll(failure);
    done++;
    progress.onProgress(done, total);
  }

  private synchronized Outcome outcome() {
    return new Outcome(done - failures.size(), List.copyOf(failures));
  }

  /**
   * What became of pictures.
   *
   * @param drawn how many were drawn
   * @param failures a line about each that failed
   */
  record Outcome(int drawn, List<String> failures) {}
}

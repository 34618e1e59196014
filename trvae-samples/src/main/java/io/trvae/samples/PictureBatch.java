package io.trvae.samples;

import io.trvae.Cancellation;
import io.trvae.DomainLabel;
import io.trvae.ImageException;
import io.trvae.ProgressListener;
import io.trvae.RgbImage;
import io.trvae.TransferPipeline;
import io.trvae.TransferRequest;
import io.trvae.TransferResult;
import io.trvae.face.NoFaceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiFunction;

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
  private final TransferPipeline pipeline;
  private final BiFunction<RgbImage, DomainLabel, TransferRequest> options;
  private final ProgressListener progress;
  private final Cancellation cancellation;

  // Guarded by this.
  private final List<String> failures = new ArrayList<>();
  private int done;

  /**
   * Creates a batch.
   *
   * @param tasks the pictures
   * @param pipeline draws them
   * @param options makes a request of a picture and a domain; throws {@link
   *     IllegalArgumentException} if the picture does not fit the options
   * @param progress hears of each picture that was drawn or has failed, one at a time
   * @param cancellation ends the batch before the next picture
   */
  PictureBatch(
      List<FolderPlan.Task> tasks,
      TransferPipeline pipeline,
      BiFunction<RgbImage, DomainLabel, TransferRequest> options,
      ProgressListener progress,
      Cancellation cancellation) {
    this.waiting = new ConcurrentLinkedQueue<>(tasks);
    this.total = tasks.size();
    this.pipeline = pipeline;
    this.options = options;
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
    try {
      write(task, transfer(task));
    } catch (IOException unreadable) {
      failure.add(task.picture() + ": " + Failures.describe(unreadable));
    } catch (ImageException | NoFaceException | IllegalArgumentException unusable) {
      failure.add(task.picture() + ": " + unusable.getMessage());
    }
    finish(failure);
  }

  private List<TransferResult> transfer(FolderPlan.Task task) throws IOException {
    RgbImage image = RgbImage.read(task.picture());
    List<TransferRequest> requests = new ArrayList<>();
    task.targets().keySet().forEach(domain -> requests.add(options.apply(image, domain)));
    return pipeline.transferAll(requests, (finished, all) -> {}, new Cancellation());
  }

  private static void write(FolderPlan.Task task, List<TransferResult> results) {
    Iterator<TransferResult> next = results.iterator();
    for (Path target : task.targets().values()) {
      try {
        next.next().image().write(OutputFiles.prepare(target, true));
      } catch (IOException failure) {
        throw new UncheckedIOException("Cannot write '" + target + "'", failure);
      }
    }
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

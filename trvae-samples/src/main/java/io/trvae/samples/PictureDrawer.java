package io.trvae.samples;

import io.trvae.Cancellation;
import io.trvae.ImageException;
import io.trvae.RgbImage;
import io.trvae.TransferPipeline;
import io.trvae.TransferRequest;
import io.trvae.TransferResult;
import io.trvae.dl4j.TrainedFaceLocator;
import io.trvae.face.NoFaceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes files of pictures. Any number of threads may draw at once. */
final class PictureDrawer implements AutoCloseable {

  private final @Nullable TrainedFaceLocator locator;
  private final TransferPipeline pipeline;
  private final RequestOptions options;

  private PictureDrawer(
      @Nullable TrainedFaceLocator locator, TransferPipeline pipeline, RequestOptions options) {
    this.locator = locator;
    this.pipeline = pipeline;
    this.options = options;
  }

  /** Opens what the options ask for. */
  static PictureDrawer open(PipelineOptions pipeline, RequestOptions options) {
    TrainedFaceLocator locator = options.openLocator();
    try {
      return new PictureDrawer(locator, pipeline.open(locator), options);
    } catch (Throwable failure) {
      close(locator);
      throw failure;
    }
  }

  /**
   * Draws a picture in all its domains, then writes the files. What no other picture would fare
   * better with is thrown: a failure to compute or to write.
   *
   * @return why the picture cannot be drawn; empty if it was
   */
  Optional<String> draw(FolderPlan.Task task) {
    try {
      write(task, transfer(task));
    } catch (IOException unreadable) {
      return Optional.of(Failures.describe(unreadable));
    } catch (ImageException | NoFaceException | IllegalArgumentException unusable) {
      return Optional.of(String.valueOf(unusable.getMessage()));
    }
    return Optional.empty();
  }

  private List<TransferResult> transfer(FolderPlan.Task task) throws IOException {
    RgbImage image = RgbImage.read(task.picture());
    List<TransferRequest> requests = new ArrayList<>();
    task.targets().keySet().forEach(domain -> requests.add(options.request(image, domain)));
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

  @Override
  public void close() {
    pipeline.close();
    close(locator);
  }

  private static void close(@Nullable TrainedFaceLocator locator) {
    if (locator != null) {
      locator.close();
    }
  }
}

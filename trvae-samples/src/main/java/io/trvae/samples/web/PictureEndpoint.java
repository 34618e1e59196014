package io.trvae.samples.web;

import io.trvae.Cancellation;
import io.trvae.ImageReadOptions;
import io.trvae.RgbImage;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Takes a picture in, has something done with it in its turn, and answers within the time limit.
 */
final class PictureEndpoint implements Endpoint {

  private static final Set<String> TYPES =
      Set.of("image/jpeg", "image/png", "image/webp", "image/gif", "image/bmp");

  private final Function<Query, PictureTask> parser;
  private final Workers workers;
  private final Limits limits;

  /**
   * @param parser reads what to do from a request's parameters
   */
  PictureEndpoint(Function<Query, PictureTask> parser, Workers workers, Limits limits) {
    this.parser = parser;
    this.workers = workers;
    this.limits = limits;
  }

  @Override
  public CompletableFuture<Answer> answer(Request request) {
    try {
      checkType(request.getHeaders().get(HttpHeader.CONTENT_TYPE));
      PictureTask task = parser.apply(new Query(request));
      workers.takePlace();
      return begin(request, task);
    } catch (RuntimeException refusal) {
      return refuse(request, refusal);
    }
  }

  private static void checkType(@Nullable String type) {
    if (type == null || !TYPES.contains(type)) {
      throw new Refusal(
          415, "The Content-Type has to be one of " + TYPES.stream().sorted().toList());
    }
  }

  /** The place is free again when nothing of the picture is left, however late that is. */
  private CompletableFuture<Answer> begin(Request request, PictureTask task) {
    Cancellation cancellation = new Cancellation();
    CompletableFuture<byte[]> upload = Upload.read(request, limits.uploadBytes());
    CompletableFuture<Answer> done =
        upload
            .thenCompose(bytes -> workers.submit(() -> run(task, bytes, cancellation)))
            .whenComplete((answer, failure) -> workers.givePlaceBack());
    return done.copy()
        .orTimeout(limits.time().toMillis(), TimeUnit.MILLISECONDS)
        .exceptionally(
            failure -> {
              if (!(failure instanceof TimeoutException)) {
                return Problem.answer(failure);
              }
              cancellation.cancel();
              Refusal late = late(upload.isDone());
              upload.completeExceptionally(late);
              return Problem.answer(late);
            });
  }

  private Answer run(PictureTask task, byte[] bytes, Cancellation cancellation) {
    if (cancellation.isCancelled()) {
      throw late(true);
    }
    ImageReadOptions options = ImageReadOptions.DEFAULT.withMaxPixels(limits.pixels());
    return task.run(RgbImage.decode(bytes, options), cancellation);
  }

  private Refusal late(boolean arrived) {
    String limit = " within " + limits.time().toMillis() / 1000.0 + " seconds";
    return arrived
        ? Refusal.busy("It could not be done" + limit + "; try again in a second")
        : new Refusal(408, "The picture did not arrive" + limit);
  }

  /** Who waits to be asked for the picture is answered at once, others when it has arrived. */
  private CompletableFuture<Answer> refuse(Request request, RuntimeException refusal) {
    CompletableFuture<Void> arrived =
        request.getHeaders().contains(HttpHeader.EXPECT)
            ? CompletableFuture.completedFuture(null)
            : Upload.discard(request);
    return arrived
        .completeOnTimeout(null, limits.time().toMillis(), TimeUnit.MILLISECONDS)
        .thenApply(nothing -> Problem.answer(refusal));
  }
}

package io.trvae.internal.pipeline;

import io.trvae.model.ModelSource;
import io.trvae.model.TransferModel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A model that is being loaded while the caller does something else. */
final class ModelLoading {

  private final CompletableFuture<TransferModel> model = new CompletableFuture<>();

  /** Starts to load, on a thread that knows the class path of the caller's. */
  ModelLoading(ModelSource source) {
    Thread thread = new Thread(() -> load(source), "trvae-model");
    thread.setDaemon(true);
    thread.start();
  }

  private void load(ModelSource source) {
    try {
      model.complete(source.load());
    } catch (RuntimeException | Error e) {
      model.completeExceptionally(e);
    }
  }

  /** Waits for the model; throws what loading threw. */
  TransferModel model() {
    try {
      return model.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException exception) {
        throw exception;
      }
      throw (Error) e.getCause();
    }
  }
}

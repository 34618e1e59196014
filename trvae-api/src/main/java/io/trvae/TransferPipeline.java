package io.trvae;

import io.trvae.face.FaceLocator;
import io.trvae.face.FacePolicy;
import io.trvae.face.NoFaceException;
import io.trvae.internal.pipeline.PipelineOpener;
import io.trvae.model.ModelSource;
import io.trvae.model.TransferModel;
import io.trvae.spi.BackendOptions;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A model and a backend, ready to draw images in other domains.
 *
 * <pre>{@code
 * try (TransferPipeline pipeline = TransferPipeline.open()) {
 *   RgbImage anime = pipeline.transfer(photo, DomainLabel.REAL, DomainLabel.ANIME);
 * }
 * }</pre>
 *
 * <p>An image is cut to its central square, resized to the model's size, encoded with the label of
 * its own domain, and decoded with the label of the other. A {@link FacePolicy} takes faces within
 * a photo instead, and puts them back if asked. The result is the same for the same arguments; with
 * another backend, or as part of a batch of another size, it may differ by rounding.
 *
 * <p>Thread-safe: any number of threads may call at once. {@link #close()} waits for calls in
 * flight; every later call throws {@link IllegalStateException}.
 *
 * @since 0.1.0
 */
public interface TransferPipeline extends AutoCloseable {

  /**
   * Opens the bundled model on the best backend that can run here.
   *
   * @return the pipeline, to be closed by the caller
   * @throws ModelException if no bundled model is on the class path
   * @throws BackendException if no backend can be opened; the message says why and what to do
   */
  static TransferPipeline open() {
    return builder().build();
  }

  /**
   * Opens a model on the best backend that can run here.
   *
   * @param source where the model comes from
   * @return the pipeline, to be closed by the caller
   * @throws ModelException if the model is missing or damaged
   * @throws BackendException if no backend can be opened; the message says why and what to do
   */
  static TransferPipeline open(ModelSource source) {
    return builder().model(source).build();
  }

  /**
   * Starts a pipeline with options.
   *
   * @return a builder
   */
  static Builder builder() {
    return new Builder();
  }

  /**
   * Draws one image in another domain, at the model's size.
   *
   * @param image the image, of any size
   * @param from the domain that it belongs to
   * @param to the domain to draw it in
   * @return the image in that domain
   * @throws ModelException if the model does not know a domain
   * @throws BackendException if the backend failed
   * @throws IllegalStateException if the pipeline is closed
   */
  default RgbImage transfer(RgbImage image, DomainLabel from, DomainLabel to) {
    return transfer(TransferRequest.of(image, from, to)).image();
  }

  /**
   * Draws one image in another domain.
   *
   * @param request the image and the options
   * @return the image in that domain, the faces it was done to, and their latent codes
   * @throws ModelException if the model does not know a domain
   * @throws NoFaceException if no face was found where one is needed
   * @throws BackendException if the backend failed
   * @throws IllegalStateException if the pipeline is closed, or faces are to be found and it has no
   *     {@linkplain Builder#faceLocator locator}
   */
  TransferResult transfer(TransferRequest request);

  /**
   * Draws many images, in batches, on the calling thread.
   *
   * <p>All domains are checked before the first batch. Requests that follow each other with the
   * same image are searched for faces once, and with the same source domain and a single face share
   * its encoding, so ask for all targets of one image in a row. A failure in any batch ends the
   * call.
   *
   * @param requests the images and their options; may be empty
   * @param listener hears of each finished batch. It may use the pipeline and even close it: the
   *     call in flight still goes on to its end
   * @param cancellation ends the call before the next batch, or the next photo that faces are
   *     looked for in
   * @return one result per request, in the same order
   * @throws ModelException if the model does not know a domain
   * @throws NoFaceException if no face was found in one of the images where one is needed
   * @throws BackendException if the backend failed
   * @throws TransferCancelledException if it was cancelled
   * @throws IllegalStateException if the pipeline is closed, or faces are to be found and it has no
   *     {@linkplain Builder#faceLocator locator}
   */
  List<TransferResult> transferAll(
      List<TransferRequest> requests, ProgressListener listener, Cancellation cancellation);

  /**
   * Draws one image in another domain on a thread of the pipeline's own; there are as many of these
   * as {@linkplain Builder#threads threads} were asked for, and further calls wait their turn.
   *
   * <p>A call that was accepted is in flight: {@link #close()} waits for it. Cancelling the future
   * spares the work if it has not begun.
   *
   * @param request the image and the options
   * @return completes with the result, or exceptionally with what {@link
   *     #transfer(TransferRequest)} would have thrown
   * @throws IllegalStateException if the pipeline is closed
   */
  CompletableFuture<TransferResult> transferAsync(TransferRequest request);

  /**
   * Returns the first half of a transfer.
   *
   * @return an encoder that lives as long as this pipeline
   */
  Encoder encoder();

  /**
   * Returns the second half of a transfer.
   *
   * @return a decoder that lives as long as this pipeline
   */
  Decoder decoder();

  /**
   * Returns the model that was opened.
   *
   * @return the model; usable after {@link #close()}
   */
  TransferModel model();

  /**
   * Tells what computes.
   *
   * @return the backend's name and description; usable after {@link #close()}
   */
  BackendInfo backend();

  /**
   * Computes one image for nothing, so that the first real call need not wait for what the backend
   * puts off until then.
   *
   * @throws BackendException if the backend failed
   * @throws IllegalStateException if the pipeline is closed
   */
  void warmUp();

  /**
   * Closes the pipeline: waits for calls in flight, frees the backend, and makes later calls throw
   * {@link IllegalStateException}. More than once does no harm.
   *
   * <p>On a thread that is itself working for this pipeline, in a {@link ProgressListener} or in
   * what was chained to a {@link #transferAsync} future, waiting would never end. There the method
   * returns at once, and the last call in flight frees the backend.
   *
   * <p>A pipeline that nobody can reach any more and that was never closed is closed when the
   * garbage collector finds it, which may be late, and a line in the log says where it was opened.
   */
  @Override
  void close();

  /**
   * Collects the options of a pipeline. Not thread-safe.
   *
   * @since 0.1.0
   */
  final class Builder {

    private Optional<ModelSource> model = Optional.empty();
    private Optional<String> backend = Optional.empty();
    private Optional<String> device = Optional.empty();
    private Precision precision = Precision.FLOAT32;
    private Optional<FaceLocator> faceLocator = Optional.empty();
    private int threads = Runtime.getRuntime().availableProcessors();

    Builder() {}

    /**
     * Sets the model; the bundled one unless set.
     *
     * @param source where the model comes from
     * @return this
     */
    public Builder model(ModelSource source) {
      model = Optional.of(source);
      return this;
    }

    /**
     * Chooses a backend by name; it never falls back to another. Unless set, the system property
     * {@code trvae.backend} chooses by name under the same rule, and without it the best backend
     * that can run here is taken.
     *
     * @param name the backend's name, {@code dl4j} for instance
     * @return this
     */
    public Builder backend(String name) {
      backend = Optional.of(name);
      return this;
    }

    /**
     * Sets the device to compute on; the backend's default unless set.
     *
     * @param name the device by the backend's own name for it, a GPU's index for instance
     * @return this
     */
    public Builder device(String name) {
      device = Optional.of(name);
      return this;
    }

    /**
     * Sets what to compute in; {@link Precision#FLOAT32} unless set. A backend that cannot is not
     * taken.
     *
     * @param value the precision
     * @return this
     */
    public Builder precision(Precision value) {
      precision = Objects.requireNonNull(value, "precision");
      return this;
    }

    /**
     * Sets how many processor threads computing may use, and how many {@linkplain #transferAsync
     * asynchronous} calls run at once; the number of processors unless set.
     *
     * @param count at least 1
     * @return this
     * @throws IllegalArgumentException if the number is below 1
     */
    public Builder threads(int count) {
      if (count < 1) {
        throw new IllegalArgumentException("threads " + count + " is below 1");
      }
      threads = count;
      return this;
    }

    /**
     * Sets who finds faces in photos; nobody unless set. Requests for {@linkplain
     * FacePolicy.Located located} faces need it.
     *
     * @param locator the locator, thread-safe; the caller keeps owning it
     * @return this
     */
    public Builder faceLocator(FaceLocator locator) {
      faceLocator = Optional.of(locator);
      return this;
    }

    /**
     * Loads the model and opens the backend.
     *
     * @return the pipeline, to be closed by the caller
     * @throws ModelException if the model is missing or damaged
     * @throws BackendException if no backend can be opened, or not the one asked for; the message
     *     says why and what to do
     */
    public TransferPipeline build() {
      return PipelineOpener.open(
          model.orElseGet(ModelSource::bundled),
          backend,
          new BackendOptions(threads, device, precision),
          faceLocator);
    }
  }
}

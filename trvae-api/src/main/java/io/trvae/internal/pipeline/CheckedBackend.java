package io.trvae.internal.pipeline;

import io.trvae.BackendException;
import io.trvae.ErrorCode;
import io.trvae.TrvaeException;
import io.trvae.spi.Backend;
import io.trvae.spi.PixelBackend;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Calls a backend and trusts it with nothing: numbers that are not finite or not there and
 * unexpected exceptions become a {@link BackendException} that names it.
 */
final class CheckedBackend {

  /** What a backend leaves out is found, and not taken from the call before. */
  private static final float UNSET = Float.NaN;

  private final String name;
  private final Backend backend;

  CheckedBackend(String name, Backend backend) {
    this.name = name;
    this.backend = backend;
  }

  void encode(float[] images, float[] labels, int batch, float[] mean, float[] logVar) {
    Arrays.fill(mean, UNSET);
    Arrays.fill(logVar, UNSET);
    call("encode", batch, () -> backend.encode(images, labels, batch, mean, logVar));
    checkCodes(mean, logVar, batch);
  }

  void decode(float[] latents, float[] labels, int batch, float[] images) {
    Arrays.fill(images, UNSET);
    call("decode", batch, () -> backend.decode(latents, labels, batch, images));
    checkFinite("the decoded image", images, batch);
  }

  void transfer(
      float[] images,
      float[] from,
      float[] to,
      int batch,
      float[] mean,
      float[] logVar,
      float[] drawn) {
    Arrays.fill(mean, UNSET);
    Arrays.fill(logVar, UNSET);
    Arrays.fill(drawn, UNSET);
    call("transfer", batch, () -> backend.transfer(images, from, to, batch, mean, logVar, drawn));
    checkCodes(mean, logVar, batch);
    checkFinite("the decoded image", drawn, batch);
  }

  /** Tells whether pictures may go to the backend as they are. */
  boolean takesPixels() {
    return backend instanceof PixelBackend;
  }

  void transferPixels(
      byte[] pixels,
      float[] from,
      float[] to,
      int batch,
      float[] mean,
      float[] logVar,
      byte[] drawn) {
    PixelBackend direct = (PixelBackend) backend;
    Arrays.fill(mean, UNSET);
    Arrays.fill(logVar, UNSET);
    call(
        "transfer",
        batch,
        () -> direct.transferPixels(pixels, from, to, batch, mean, logVar, drawn));
    checkCodes(mean, logVar, batch);
  }

  private void checkCodes(float[] mean, float[] logVar, int batch) {
    checkFinite("the latent mean", mean, batch);
    checkFinite("the latent log-variance", logVar, batch);
  }

  private void call(String operation, int batch, Runnable work) {
    BatchEvent event = new BatchEvent();
    event.begin();
    try {
      work.run();
    } catch (TrvaeException e) {
      throw e;
    } catch (RuntimeException | LinkageError e) {
      throw failed("could not " + operation + " a batch of " + batch + ": " + e, e);
    } finally {
      event.end();
      if (event.shouldCommit()) {
        event.backend = name;
        event.operation = operation;
        event.images = batch;
        event.commit();
      }
    }
  }

  private void checkFinite(String what, float[] values, int batch) {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        int row = values.length / batch;
        throw failed(
            ("computed %s for element %d of %s, number %d of a batch of %d; check the model's"
                    + " weights, and try another backend")
                .formatted(values[i], i % row, what, i / row, batch),
            null);
      }
    }
  }

  private BackendException failed(String fault, @Nullable Throwable cause) {
    return new BackendException(
        ErrorCode.BACKEND_FAILED, "The backend '" + name + "' " + fault, cause);
  }
}

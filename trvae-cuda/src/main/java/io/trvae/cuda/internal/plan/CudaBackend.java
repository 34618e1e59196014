package io.trvae.cuda.internal.plan;

import io.trvae.BackendException;
import io.trvae.ErrorCode;
import io.trvae.Precision;
import io.trvae.cuda.internal.gpu.Gpu;
import io.trvae.cuda.internal.gpu.GpuDescription;
import io.trvae.cuda.internal.gpu.GpuException;
import io.trvae.cuda.internal.kernels.Kernels;
import io.trvae.model.TransferModel;
import io.trvae.spi.PixelBackend;
import java.nio.FloatBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A model as two compiled plans on a GPU. */
public final class CudaBackend implements PixelBackend {

  private static final Logger LOG = LoggerFactory.getLogger(CudaBackend.class);

  private final String description;
  private final Gpu gpu;
  private final WorkerPool workers;
  private final int imageSize;
  private final int latentSize;
  private boolean closed;

  /**
   * Compiles a model.
   *
   * @param description what computes
   * @throws GpuException if CUDA fails
   * @throws UnsupportedOperationException if the network has a layer that no plan is known for
   */
  public CudaBackend(
      String description, TransferModel model, GpuDescription device, Precision precision) {
    this.description = description;
    imageSize = model.spec().network().imageShape().size();
    latentSize = model.spec().network().latentSize();
    Format format = Format.of(precision);
    Plan encoder = PlanCompiler.encoder(model, format);
    Plan decoder = PlanCompiler.decoder(model, format);
    gpu = new Gpu(device);
    try (Gpu.Use use = gpu.use()) {
      Kernels kernels = Kernels.load(gpu, precision);
      workers =
          new WorkerPool(
              LoadedPlan.load(gpu, kernels, encoder), LoadedPlan.load(gpu, kernels, decoder));
    } catch (RuntimeException | Error e) {
      gpu.close();
      throw e;
    }
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public void encode(float[] images, float[] labels, int batch, float[] mean, float[] logVar) {
    Batch codes = new Batch(labels, loadFloats(images, imageSize), storeCodes(mean, logVar));
    compute("encode", new Call(codes, null, false), batch);
  }

  @Override
  public void decode(float[] latents, float[] labels, int batch, float[] images) {
    Batch drawing = new Batch(labels, loadFloats(latents, latentSize), storeImages(images));
    compute("decode", new Call(null, drawing, false), batch);
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
    Batch codes = new Batch(from, loadFloats(images, imageSize), storeCodes(mean, logVar));
    Batch drawing = new Batch(to, loadFloats(mean, latentSize), storeImages(drawn));
    compute("transfer", new Call(codes, drawing, false), batch);
  }

  @Override
  public void transferPixels(
      byte[] pixels,
      float[] from,
      float[] to,
      int batch,
      float[] mean,
      float[] logVar,
      byte[] drawn) {
    Batch.Move load =
        (first, count, buffer) -> buffer.put(pixels, first * imageSize, count * imageSize);
    Batch codes = new Batch(from, load, storeCodes(mean, logVar));
    Batch drawing = new Batch(to, loadFloats(mean, latentSize), storePixels(drawn));
    compute("transfer", new Call(codes, drawing, true), batch);
  }

  private static Batch.Move loadFloats(float[] values, int length) {
    return (from, count, to) -> to.asFloatBuffer().put(values, from * length, count * length);
  }

  private Batch.Move storeCodes(float[] mean, float[] logVar) {
    return (from, count, results) -> {
      FloatBuffer codes = results.asFloatBuffer();
      for (int i = from; i < from + count; i++) {
        codes.get(mean, i * latentSize, latentSize);
        codes.get(logVar, i * latentSize, latentSize);
      }
    };
  }

  private Batch.Move storeImages(float[] images) {
    return (from, count, results) ->
        results.asFloatBuffer().get(images, from * imageSize, count * imageSize);
  }

  private Batch.Move storePixels(byte[] drawn) {
    return (from, count, results) -> {
      if (results.getInt(0) != 0) {
        throw new BackendException(
            ErrorCode.BACKEND_FAILED,
            ("The GPU drew a value that is not finite, for one of %d images; check the model's"
                    + " weights, and try another precision or backend")
                .formatted(count));
      }
      results.position(Session.STRANGE).get(drawn, from * imageSize, count * imageSize);
    };
  }

  private void compute(String what, Call call, int count) {
    try {
      workers.compute(call, count);
    } catch (GpuException e) {
      throw new BackendException(
          ErrorCode.BACKEND_FAILED,
          "Cannot %s a batch of %d: %s".formatted(what, count, e.getMessage()),
          e);
    }
  }

  /** Waits for calls that are computing, then frees all memory. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try (Gpu.Use use = gpu.use()) {
      workers.close();
    } catch (GpuException e) {
      LOG.warn("Closing a GPU that is lost", e);
    }
    gpu.close();
  }
}

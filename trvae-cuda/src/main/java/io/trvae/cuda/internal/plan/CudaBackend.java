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
import java.nio.ByteBuffer;
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
    compute("encode", new Call(new Codes(images, labels, mean, logVar), null, false), batch);
  }

  @Override
  public void decode(float[] latents, float[] labels, int batch, float[] images) {
    compute("decode", new Call(null, new Drawings(latents, labels, images), false), batch);
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
    compute(
        "transfer",
        new Call(new Codes(images, from, mean, logVar), new Drawings(mean, to, drawn), false),
        batch);
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
    compute(
        "transfer",
        new Call(new CodesOfPixels(pixels, from, mean, logVar), new Pixels(to, drawn), true),
        batch);
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

  private void storeCodes(int from, int count, ByteBuffer results, float[] mean, float[] logVar) {
    FloatBuffer codes = results.asFloatBuffer();
    for (int i = from; i < from + count; i++) {
      codes.get(mean, i * latentSize, latentSize);
      codes.get(logVar, i * latentSize, latentSize);
    }
  }

  /** Images to codes. */
  private final class Codes implements Batch {
    private final float[] images;
    private final float[] labels;
    private final float[] mean;
    private final float[] logVar;

    Codes(float[] images, float[] labels, float[] mean, float[] logVar) {
      this.images = images;
      this.labels = labels;
      this.mean = mean;
      this.logVar = logVar;
    }

    @Override
    public float[] labels() {
      return labels;
    }

    @Override
    public void load(int from, int count, ByteBuffer to) {
      to.asFloatBuffer().put(images, from * imageSize, count * imageSize);
    }

    @Override
    public void store(int from, int count, ByteBuffer results) {
      storeCodes(from, count, results, mean, logVar);
    }
  }

  /** Images that are bytes to codes. */
  private final class CodesOfPixels implements Batch {
    private final byte[] pixels;
    private final float[] labels;
    private final float[] mean;
    private final float[] logVar;

    CodesOfPixels(byte[] pixels, float[] labels, float[] mean, float[] logVar) {
      this.pixels = pixels;
      this.labels = labels;
      this.mean = mean;
      this.logVar = logVar;
    }

    @Override
    public float[] labels() {
      return labels;
    }

    @Override
    public void load(int from, int count, ByteBuffer to) {
      to.put(pixels, from * imageSize, count * imageSize);
    }

    @Override
    public void store(int from, int count, ByteBuffer results) {
      storeCodes(from, count, results, mean, logVar);
    }
  }

  /** Codes to images. */
  private final class Drawings implements Batch {
    private final float[] latents;
    private final float[] labels;
    private final float[] images;

    Drawings(float[] latents, float[] labels, float[] images) {
      this.latents = latents;
      this.labels = labels;
      this.images = images;
    }

    @Override
    public float[] labels() {
      return labels;
    }

    @Override
    public void load(int from, int count, ByteBuffer to) {
      to.asFloatBuffer().put(latents, from * latentSize, count * latentSize);
    }

    @Override
    public void store(int from, int count, ByteBuffer results) {
      results.asFloatBuffer().get(images, from * imageSize, count * imageSize);
    }
  }

  /** Codes that are on the GPU already to images that are bytes. */
  private final class Pixels implements Batch {
    private final float[] labels;
    private final byte[] drawn;

    Pixels(float[] labels, byte[] drawn) {
      this.labels = labels;
      this.drawn = drawn;
    }

    @Override
    public float[] labels() {
      return labels;
    }

    @Override
    public void load(int from, int count, ByteBuffer to) {
      throw new UnsupportedOperationException("Pixels are drawn from codes of the same call");
    }

    @Override
    public void store(int from, int count, ByteBuffer results) {
      if (results.getInt(0) != 0) {
        throw new BackendException(
            ErrorCode.BACKEND_FAILED,
            "The GPU drew a value that is not finite, for one of %d images; check the model's"
                    .formatted(count)
                + " weights, and try another precision or backend");
      }
      results.position(Session.STRANGE).get(drawn, from * imageSize, count * imageSize);
    }
  }
}

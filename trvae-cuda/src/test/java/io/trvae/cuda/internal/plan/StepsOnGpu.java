package io.trvae.cuda.internal.plan;

import io.trvae.Precision;
import io.trvae.cuda.internal.gpu.Gpu;
import io.trvae.cuda.internal.gpu.GpuDescription;
import io.trvae.cuda.internal.gpu.GpuStream;
import io.trvae.cuda.internal.kernels.Kernels;
import io.trvae.model.TransferModel;
import java.nio.FloatBuffer;

/** What a transfer of a batch takes on the GPU alone, without the way there and back. */
public final class StepsOnGpu implements AutoCloseable {

  private final Gpu gpu;
  private final Session encoder;
  private final Session decoder;
  private final GpuStream.Graph encoding;
  private final GpuStream.Graph decoding;

  /** Prepares a batch of one label. */
  public StepsOnGpu(TransferModel model, GpuDescription device, Precision precision, int batch) {
    gpu = new Gpu(device);
    try (Gpu.Use use = gpu.use()) {
      Kernels kernels = Kernels.load(gpu, precision);
      Format format = Format.of(precision);
      encoder = session(kernels, PlanCompiler.encoder(model, format), batch);
      encoding = encoder.stream().record(() -> encoder.queueSteps(batch));
      decoder = session(kernels, PlanCompiler.decoder(model, format), batch);
      decoding = decoder.stream().record(() -> decoder.queueSteps(batch));
    }
  }

  /** The steps read where the labels stand, so these must have been there once. */
  private Session session(Kernels kernels, Plan plan, int batch) {
    Session session = new Session(LoadedPlan.load(gpu, kernels, plan), batch);
    float[] labels = new float[batch * plan.domains()];
    for (int i = 0; i < batch; i++) {
      labels[i * plan.domains()] = 1;
    }
    session.start(
        new Batch() {
          @Override
          public float[] labels() {
            return labels;
          }

          @Override
          public void load(int from, int count, FloatBuffer to) {
            to.put(new float[count * plan.inputFloats()]);
          }

          @Override
          public void store(int from, int count, FloatBuffer results) {}
        },
        0,
        batch);
    session.finish();
    return session;
  }

  /** Computes the batch. */
  public void run() {
    try (Gpu.Use use = gpu.use()) {
      encoding.launch();
      encoder.stream().await();
      decoding.launch();
      decoder.stream().await();
    }
  }

  @Override
  public void close() {
    try (Gpu.Use use = gpu.use()) {
      encoding.close();
      decoding.close();
      encoder.close();
      decoder.close();
    }
    gpu.close();
  }
}

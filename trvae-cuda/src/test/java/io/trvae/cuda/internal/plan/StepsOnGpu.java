package io.trvae.cuda.internal.plan;

import io.trvae.Precision;
import io.trvae.cuda.internal.gpu.Gpu;
import io.trvae.cuda.internal.gpu.GpuDescription;
import io.trvae.cuda.internal.gpu.GpuStream;
import io.trvae.cuda.internal.kernels.Kernels;
import io.trvae.model.TransferModel;

/** What a transfer of a batch takes on the GPU alone, without the way there and back. */
public final class StepsOnGpu implements AutoCloseable {

  private final Gpu gpu;
  private final GpuStream stream;
  private final Session encoder;
  private final Session decoder;
  private final GpuStream.Graph steps;

  /** Prepares a batch of one label. */
  public StepsOnGpu(TransferModel model, GpuDescription device, Precision precision, int batch) {
    gpu = new Gpu(device);
    try (Gpu.Use use = gpu.use()) {
      Kernels kernels = Kernels.load(gpu, precision);
      Format format = Format.of(precision);
      stream = gpu.stream();
      encoder = session(kernels, PlanCompiler.encoder(model, format), batch);
      decoder = session(kernels, PlanCompiler.decoder(model, format), batch);
      encoder.queueInput(batch, false);
      decoder.queueLabels();
      steps =
          stream.record(
              () -> {
                encoder.queueSteps(batch, false);
                decoder.queueStepsAfter(encoder, batch);
              });
    }
  }

  private Session session(Kernels kernels, Plan plan, int batch) {
    Session session = new Session(LoadedPlan.load(gpu, kernels, plan), batch, stream);
    float[] labels = new float[batch * plan.domains()];
    for (int i = 0; i < batch; i++) {
      labels[i * plan.domains()] = 1;
    }
    session.placeLabels(labels, 0, batch);
    return session;
  }

  /** Computes the batch. */
  public void run() {
    try (Gpu.Use use = gpu.use()) {
      steps.launch();
      stream.await();
    }
  }

  @Override
  public void close() {
    try (Gpu.Use use = gpu.use()) {
      steps.close();
      encoder.close();
      decoder.close();
      stream.close();
    }
    gpu.close();
  }
}

package io.trvae.samples.benchmark.engine;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.trvae.samples.onnx.OnnxExport;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * ONNX Runtime with all its optimisations, and direct buffers for its inputs and outputs that stay
 * the same from call to call.
 */
public final class OnnxRuntimeEngine implements TransferEngine {

  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;
  private final int imageSize;
  private final int domains;
  private @Nullable Buffers buffers;

  /**
   * Takes up an exported model.
   *
   * @param graph the model
   * @param imageSize the side of its images
   * @param domains how many it knows
   * @param threads how many threads may compute
   */
  public OnnxRuntimeEngine(byte[] graph, int imageSize, int domains, int threads) {
    this.imageSize = imageSize;
    this.domains = domains;
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
      options.setIntraOpNumThreads(threads);
      session = environment.createSession(graph, options);
    } catch (OrtException failure) {
      throw new IllegalStateException("ONNX Runtime does not take the model", failure);
    }
  }

  @Override
  public void transfer(float[] images, float[] from, float[] to, int batch, float[] results) {
    try {
      Buffers bound = buffersFor(batch);
      bound.image.put(0, images);
      bound.from.put(0, from);
      bound.to.put(0, to);
      session.run(bound.inputs, bound.outputs).close();
      bound.result.get(0, results);
    } catch (OrtException failure) {
      throw new IllegalStateException("ONNX Runtime failed", failure);
    }
  }

  private Buffers buffersFor(int batch) throws OrtException {
    Buffers bound = buffers;
    if (bound == null || bound.batch != batch) {
      if (bound != null) {
        bound.close();
      }
      bound = new Buffers(environment, batch, imageSize, domains);
      buffers = bound;
    }
    return bound;
  }

  @Override
  public void close() {
    try {
      if (buffers != null) {
        buffers.close();
      }
      session.close();
    } catch (OrtException failure) {
      throw new IllegalStateException("ONNX Runtime does not close", failure);
    }
  }

  /** Inputs and outputs for one batch size. */
  private static final class Buffers implements AutoCloseable {

    final int batch;
    final FloatBuffer image;
    final FloatBuffer from;
    final FloatBuffer to;
    final FloatBuffer result;
    final Map<String, OnnxTensor> inputs;
    final Map<String, OnnxTensor> outputs;

    Buffers(OrtEnvironment environment, int batch, int size, int domains) throws OrtException {
      this.batch = batch;
      long[] imageAxes = {batch, 3, size, size};
      long[] labelAxes = {batch, domains};
      image = allocate(batch * 3 * size * size);
      from = allocate(batch * domains);
      to = allocate(batch * domains);
      result = allocate(batch * 3 * size * size);
      inputs =
          Map.of(
              OnnxExport.IMAGE,
              OnnxTensor.createTensor(environment, image, imageAxes),
              OnnxExport.FROM,
              OnnxTensor.createTensor(environment, from, labelAxes),
              OnnxExport.TO,
              OnnxTensor.createTensor(environment, to, labelAxes));
      outputs =
          Map.of(
              OnnxExport.RESULT, OnnxTensor.createTensor(environment, result, imageAxes));
    }

    private static FloatBuffer allocate(int floats) {
      return ByteBuffer.allocateDirect(floats * Float.BYTES)
          .order(ByteOrder.nativeOrder())
          .asFloatBuffer();
    }

    @Override
    public void close() {
      inputs.values().forEach(OnnxTensor::close);
      outputs.values().forEach(OnnxTensor::close);
    }
  }
}

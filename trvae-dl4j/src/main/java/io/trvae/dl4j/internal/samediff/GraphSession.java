package io.trvae.dl4j.internal.samediff;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.InferenceSession;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One graph and what executes it. Not thread-safe.
 *
 * <p>The native memory of a call is freed before it returns; between calls there are only the
 * weights.
 */
final class GraphSession {

  /** What the activations of one pass may take; larger batches are split. */
  private static final long MAX_BYTES = 128L << 20;

  private final List<Port> inputs;
  private final List<Port> outputs;
  private final int maxBatch;
  private final Session session;

  GraphSession(SameDiff graph, List<Port> inputs, List<Port> outputs, long floatsPerImage) {
    this.inputs = inputs;
    this.outputs = outputs;
    maxBatch = (int) Math.max(1, MAX_BYTES / (floatsPerImage * Float.BYTES));
    session = new Session(graph);
  }

  /**
   * Computes a batch.
   *
   * @param batch the number of images
   * @param sources one array per input, in their order
   * @param targets one array per output, in their order
   */
  void run(int batch, List<float[]> sources, List<float[]> targets) {
    for (int from = 0; from < batch; from += maxBatch) {
      run(from, Math.min(batch, from + maxBatch), sources, targets);
    }
  }

  private void run(int from, int to, List<float[]> sources, List<float[]> targets) {
    // Outside of any workspace that the calling thread has open: it could not be freed here.
    try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces();
        CallMemory memory = new CallMemory()) {
      Map<String, INDArray> values = new HashMap<>();
      for (int i = 0; i < inputs.size(); i++) {
        Port port = inputs.get(i);
        int size = port.shape().size();
        float[] slice = Arrays.copyOfRange(sources.get(i), from * size, to * size);
        long[] axes = Port.axes(to - from, port.shape());
        values.put(port.name(), memory.keep(Nd4j.create(slice, axes, DataType.FLOAT)));
      }
      Map<String, INDArray> results =
          session.output(outputs.stream().map(Port::name).toList(), values, memory);
      for (int i = 0; i < outputs.size(); i++) {
        Port port = outputs.get(i);
        // Matrix products come out in column-major order.
        INDArray output = Objects.requireNonNull(results.get(port.name()), port.name());
        INDArray result = memory.keep(output.dup('c'));
        float[] floats = result.data().asFloat();
        System.arraycopy(floats, 0, targets.get(i), from * port.shape().size(), floats.length);
      }
    }
  }

  /** SameDiff's own, without its record of every array that it ever released. */
  private static final class Session extends InferenceSession {

    Session(SameDiff graph) {
      super(graph);
    }

    Map<String, INDArray> output(
        List<String> names, Map<String, INDArray> values, CallMemory memory) {
      setMmgr(memory);
      try {
        return output(names, values, null, List.of(), List.of(), At.defaultAt());
      } finally {
        freedArrays.clear();
        nodeValueOutputs.clear();
      }
    }
  }
}

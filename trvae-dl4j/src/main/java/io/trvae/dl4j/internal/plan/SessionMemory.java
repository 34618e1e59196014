package io.trvae.dl4j.internal.plan;

import io.trvae.dl4j.internal.onednn.Argument;
import io.trvae.dl4j.internal.onednn.Kernel;
import io.trvae.dl4j.internal.onednn.NativeTensor;
import io.trvae.dl4j.internal.onednn.OneDnn;
import io.trvae.dl4j.internal.onednn.Step;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The buffers of one session, and kernels bound to them. */
final class SessionMemory implements AutoCloseable {

  /**
   * A step in a session.
   *
   * @param whole for each image of a group, or for all up to this one; the same if it matters not
   * @param shards its parts, for the first image only: threads share no other
   */
  record BoundStep(Runnable[][] whole, Runnable[] shards) {}

  private final OneDnn oneDnn;
  private final List<LabelLane> lanes;
  private final NativeTensor[] buffers;
  private final FloatBuffer[] floats;
  private final TileRow[] tileRows;
  private final float[][] labels = new float[Compilation.GROUP][0];

  SessionMemory(OneDnn plan, PlanMemory needs, int shards, List<LabelLane> lanes) {
    this.oneDnn = new OneDnn(plan);
    this.lanes = lanes;
    List<Long> sizes = needs.sizes();
    buffers = new NativeTensor[sizes.size()];
    floats = new FloatBuffer[buffers.length];
    for (int i = 0; i < buffers.length; i++) {
      long elements = Math.max(1, (sizes.get(i) + Float.BYTES - 1) / Float.BYTES);
      buffers[i] = oneDnn.allocate(oneDnn.plain(elements));
      floats[i] = buffers[i].floats();
    }
    tileRows = new TileRow[shards];
    Arrays.setAll(tileRows, shard -> new TileRow(needs.tileRow()));
  }

  /** Returns a buffer's elements; to be read and written by index only. */
  FloatBuffer floats(int buffer) {
    return floats[buffer];
  }

  TileRow tileRow(int shard) {
    return tileRows[shard];
  }

  List<BoundStep> bind(List<PlannedStep> steps) {
    List<BoundStep> bound = new ArrayList<>(steps.size());
    for (PlannedStep step : steps) {
      bound.add(new BoundStep(bindAll(step.whole()), bind(step.shards(), 0)));
    }
    return bound;
  }

  private Runnable[][] bindAll(List<Task> tasks) {
    Runnable[][] rows = new Runnable[Compilation.GROUP][];
    rows[0] = bind(tasks, 0);
    for (int row = 1; row < rows.length; row++) {
      int each = row;
      boolean repeated = tasks.stream().allMatch(task -> task.repeatsAt(each));
      rows[row] = repeated ? rows[row - 1] : bind(tasks, row);
    }
    return rows;
  }

  private Runnable[] bind(List<Task> tasks, int row) {
    return tasks.stream().map(task -> task.bind(this, row)).toArray(Runnable[]::new);
  }

  Step bind(Kernel kernel, List<Operand> operands, int row) {
    return oneDnn.bind(
        kernel,
        operands.stream()
            .map(operand -> new Argument(operand.role(), tensor(operand, row)))
            .toArray(Argument[]::new));
  }

  private NativeTensor tensor(Operand operand, int row) {
    if (operand instanceof Operand.Variable variable) {
      Place place = variable.place();
      return oneDnn.view(buffers[place.buffer()], place.description(), place.offset(row));
    }
    return ((Operand.Constant) operand).tensor();
  }

  /** Writes what depends on the label of an image of the group, unless it stands there already. */
  void label(int row, float[] allLabels, int index, int domains) {
    int from = index * domains;
    if (Arrays.equals(labels[row], 0, labels[row].length, allLabels, from, from + domains)) {
      return;
    }
    float[] label = Arrays.copyOfRange(allLabels, from, from + domains);
    for (LabelLane lane : lanes) {
      floats[lane.buffer()].put(lane.offset() + row * lane.stride(), lane.features().of(label));
    }
    labels[row] = label;
  }

  @Override
  public void close() {
    oneDnn.close();
  }
}

package io.trvae.samples.benchmark;

import io.trvae.model.TransferModel;
import io.trvae.network.Architecture;
import io.trvae.samples.benchmark.engine.EngineKind;
import io.trvae.samples.benchmark.engine.RandomModel;
import io.trvae.samples.benchmark.engine.TransferEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.runner.RunnerException;

/** Transfers from array to array, by any engine. */
@NullUnmarked // JMH fills the fields.
@State(Scope.Benchmark)
public class TransferBenchmark {

  @Param("")
  String kind;

  @Param("")
  String architecture;

  @Param("1")
  int batch;

  @Param("1")
  int threads;

  @Param("")
  String references;

  private TransferEngine engine;
  private TransferInputs inputs;
  private float[] results;

  static List<Reading> readings(Order order) throws RunnerException {
    Cell cell = order.cell();
    JmhRun run =
        JmhRun.of(
            TransferBenchmark.class,
            "transfer",
            1,
            Map.of(
                "kind", cell.kind().name(),
                "architecture", cell.architecture(),
                "batch", Integer.toString(cell.batch()),
                "threads", Integer.toString(cell.threads()),
                "references", order.references()),
            order.quick());
    return List.of(
        Reading.milliseconds(Cell.TRANSFER, run.milliseconds()),
        new Reading("transfer_allocation", run.allocated(), "bytes/call"));
  }

  @Setup
  public void open() throws IOException {
    TransferModel model = RandomModel.of(Architecture.byId(architecture));
    inputs = TransferInputs.of(model, batch);
    results = new float[inputs.images().length];
    EngineKind opened = EngineKind.valueOf(kind);
    engine = opened.open(model, threads);
    TransferInputs.check(transfer(), Path.of(references), opened.tolerance());
  }

  @Benchmark
  public float[] transfer() {
    return inputs.transfer(engine, results);
  }

  @TearDown
  public void close() {
    engine.close();
  }
}

package io.trvae.samples.benchmark;

import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.FloatPointer;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.runner.RunnerException;

/** Multiplies large matrices with oneDNN: what this machine can reach. */
@NullUnmarked // JMH fills the fields.
@State(Scope.Benchmark)
public class GemmBenchmark {

  /** The fastest of 1024, 1536, 2048, 3072 and 4096 where this was tried. */
  private static final int SIZE = 1024;

  private final engine cpu = new engine(engine.kind.cpu, 0);
  private final stream stream = new stream(cpu);
  private primitive product;
  private dnnl_exec_arg_t arguments;

  static List<Reading> readings(Order order) throws RunnerException {
    JmhRun run = JmhRun.of(GemmBenchmark.class, "multiply", 1, Map.of(), order.quick());
    double flop = 2.0 * SIZE * SIZE * SIZE;
    return List.of(new Reading(Cell.GEMM, flop / run.milliseconds() / 1e6, "GFLOP/s"));
  }

  @Setup
  public void prepare() {
    // oneDNN chooses the layouts that suit it best.
    memory.desc any =
        new memory.desc(
            new long[] {SIZE, SIZE}, memory.data_type.f32, memory.format_tag.any);
    matmul.primitive_desc description = new matmul.primitive_desc(cpu, any, any, any);
    product = new primitive(description.get());
    arguments = new dnnl_exec_arg_t(3);
    bind(0, dnnl.DNNL_ARG_SRC, description.src_desc());
    bind(1, dnnl.DNNL_ARG_WEIGHTS, description.weights_desc());
    bind(2, dnnl.DNNL_ARG_DST, description.dst_desc());
    arguments.position(0);
  }

  private void bind(int index, int role, memory.desc description) {
    memory matrix = new memory(description, cpu);
    FloatPointer values =
        new FloatPointer(matrix.get_data_handle())
            .capacity(description.get_size() / Float.BYTES);
    for (long i = 0; i < values.capacity(); i++) {
      values.put(i, (i % 7) / 7f);
    }
    arguments.position(index).arg(role).memory(matrix.get());
  }

  @Benchmark
  public int multiply() {
    return dnnl.dnnl_primitive_execute(product.get(), stream.get(), 3, arguments);
  }
}

package io.trvae.samples.benchmark;

import com.google.gson.Gson;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A fresh JVM that measures one cell.
 *
 * <p>Not one of JMH's own forks, because JMH cannot set their environment, and the number of
 * OpenMP's threads is read from there. So JMH runs inside, without forking again.
 */
final class Fork {

  private Fork() {}

  /** Starts a fork, and waits for what it measures. */
  static List<Reading> measure(Order order) throws IOException, InterruptedException {
    Path answer = Files.createTempFile("trvae-bench", ".json");
    Path log = Files.createTempFile("trvae-bench", ".log");
    try {
      Cell cell = order.cell();
      ProcessBuilder java = java(Fork.class, new Gson().toJson(order), answer.toString());
      java.environment().put("OMP_NUM_THREADS", Integer.toString(cell.threads()));
      if (!cell.kind().isOurs()) {
        // The launcher sets it for our engines; PyTorch is faster with threads that spin.
        java.environment().remove("OMP_WAIT_POLICY");
      }
      int status = waitFor(java.redirectErrorStream(true).redirectOutput(log.toFile()).start());
      if (status != 0) {
        throw new IOException(
            cell + " could not be measured, status " + status + ":\n" + Files.readString(log));
      }
      return List.of(new Gson().fromJson(Files.readString(answer), Reading[].class));
    } finally {
      Files.delete(answer);
      Files.delete(log);
    }
  }

  private static int waitFor(Process process) throws InterruptedException {
    try {
      return process.waitFor();
    } finally {
      process.destroyForcibly();
    }
  }

  /** Prepares a JVM like this one, with its flags, to run a class. */
  static ProcessBuilder java(Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add(main.getName());
    command.addAll(List.of(arguments));
    ProcessBuilder java = new ProcessBuilder(command);
    // Not as an argument: ONNX Runtime 1.29 crashes where a command line is longer than 4096 bytes.
    java.environment().put("CLASSPATH", System.getProperty("java.class.path", ""));
    return java;
  }

  /**
   * Measures.
   *
   * @param arguments the order, and the file that takes the answer
   */
  public static void main(String[] arguments) throws Exception {
    Order order = new Gson().fromJson(arguments[0], Order.class);
    Files.writeString(Path.of(arguments[1]), new Gson().toJson(readings(order)));
    // Engines leave threads behind.
    System.exit(0);
  }

  private static List<Reading> readings(Order order) throws Exception {
    return switch (order.cell().benchmark()) {
      case Cell.REFERENCE -> {
        TransferInputs.writeReferences(order);
        yield List.of();
      }
      case Cell.TRANSFER -> TransferBenchmark.readings(order);
      case Cell.PIPELINE,
              Cell.PIPELINE + Cell.CALLERS,
              Cell.PIPELINE_JPEG,
              Cell.PIPELINE_JPEG + Cell.CALLERS ->
          PipelineBenchmark.readings(order);
      case Cell.PHOTO, Cell.PHOTO_LOCATE, Cell.PHOTO_DECODE -> PhotoBenchmark.readings(order);
      case Cell.GEMM -> GemmBenchmark.readings(order);
      case Cell.TRAINING -> TrainingSpeed.readings(order);
      default -> throw new IllegalArgumentException("No way to measure " + order.cell());
    };
  }
}

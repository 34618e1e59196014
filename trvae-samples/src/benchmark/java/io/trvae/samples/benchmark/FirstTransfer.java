package io.trvae.samples.benchmark;

import io.trvae.model.TransferModel;
import io.trvae.network.Architecture;
import io.trvae.samples.benchmark.engine.RandomModel;
import io.trvae.samples.benchmark.engine.TransferEngine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a JVM takes to transfer one image: time since its start, without making up a model. */
final class FirstTransfer {

  private static final Path STATUS = Path.of("/proc/self/status");

  private FirstTransfer() {}

  static List<Reading> readings(Cell cell) throws IOException {
    long start = System.nanoTime();
    TransferModel model = RandomModel.of(Architecture.byId(cell.architecture()));
    TransferInputs inputs = TransferInputs.of(model, cell.batch());
    double preparation = (System.nanoTime() - start) / 1e6;
    List<Reading> readings = new ArrayList<>();
    try (TransferEngine engine = cell.kind().open(model, cell.threads())) {
      inputs.transfer(engine, new float[inputs.images().length]);
      double sinceStart = ManagementFactory.getRuntimeMXBean().getUptime();
      readings.add(Reading.milliseconds(Cell.START, sinceStart - preparation));
      if (Files.exists(STATUS)) {
        System.gc();
        readings.add(new Reading("memory_resident", kilobytes("VmRSS") / 1024, "MiB"));
        readings.add(new Reading("memory_peak", kilobytes("VmHWM") / 1024, "MiB"));
      }
    }
    return readings;
  }

  private static double kilobytes(String name) throws IOException {
    return Files.readAllLines(STATUS).stream()
        .filter(line -> line.startsWith(name + ":"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow(() -> new IOException(STATUS + " has no " + name));
  }
}

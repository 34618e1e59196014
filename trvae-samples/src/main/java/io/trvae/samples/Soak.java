package io.trvae.samples;

import io.trvae.Cancellation;
import io.trvae.DomainLabel;
import io.trvae.RgbImage;
import io.trvae.TransferPipeline;
import io.trvae.samples.soak.MemorySample;
import io.trvae.samples.soak.Trend;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows whether memory stays what it is over many transfers. */
@Command(
    name = "soak",
    sortOptions = false,
    description = {
      "Opens a pipeline, transfers, closes it, and so on, and prints what memory is taken: by the"
          + " process, by the Java heap, and by arrays outside of it.",
      "The last lines tell by how much each grew with a thousand transfers, after the first"
          + " quarter, when all code was compiled."
    })
final class Soak implements Callable<Integer> {

  private static final int SAMPLES = 20;
  private static final int WARM_UP = SAMPLES / 4;
  private static final double MIB = 1 << 20;

  @Spec private CommandSpec spec;
  @Mixin private PipelineOptions options;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "1",
      description = "For how long. Default: ${DEFAULT-VALUE}.")
  private double minutes;

  @Option(
      names = "--transfers",
      paramLabel = "N",
      defaultValue = "100",
      description = "How many transfers between opening and closing. Default: ${DEFAULT-VALUE}.")
  private int transfers;

  @Override
  public Integer call() throws IOException {
    Arguments.check(spec, this::check);
    PrintWriter console = spec.commandLine().getOut();
    RgbImage image = DemoImage.all().get(0).read();
    List<MemorySample> samples = new ArrayList<>();
    console.println(" transfers   opens   MiB: all       heap   off-heap");
    long start = System.nanoTime();
    double nanos = minutes * TimeUnit.MINUTES.toNanos(1);
    int opens = 0;
    try (Interruption interruption = new Interruption()) {
      Cancellation cancellation = interruption.cancellation();
      while (samples.size() < SAMPLES && !cancellation.isCancelled()) {
        transfer(image);
        opens++;
        if (System.nanoTime() - start >= nanos * (samples.size() + 1) / SAMPLES) {
          MemorySample sample = MemorySample.after((long) opens * transfers);
          samples.add(sample);
          console.printf(
              Locale.ROOT,
              "%10d %7d %10.1f %10.1f %10.1f%n",
              sample.transfers(),
              opens,
              sample.resident() / MIB,
              sample.heap() / MIB,
              sample.offHeap() / MIB);
          console.flush();
        }
      }
    }
    if (samples.size() == SAMPLES) {
      List<MemorySample> warm = samples.subList(WARM_UP, SAMPLES);
      printTrend(console, "all", warm, MemorySample::resident);
      printTrend(console, "heap", warm, MemorySample::heap);
      printTrend(console, "off-heap", warm, MemorySample::offHeap);
    }
    return 0;
  }

  private boolean check() {
    if (!(minutes > 0) || transfers < 1) {
      throw new IllegalArgumentException("--minutes and --transfers must be above 0");
    }
    return true;
  }

  private void transfer(RgbImage image) {
    try (TransferPipeline pipeline = options.open()) {
      List<DomainLabel> domains = pipeline.model().spec().domains();
      for (int i = 0; i < transfers; i++) {
        pipeline.transfer(image, domains.get(0), domains.get(1 + i % (domains.size() - 1)));
      }
    }
  }

  private static void printTrend(
      PrintWriter console,
      String what,
      List<MemorySample> samples,
      ToLongFunction<MemorySample> memory) {
    console.printf(
        Locale.ROOT,
        "%s: %.1f KiB per 1,000 transfers%n",
        what,
        1000 * Trend.perTransfer(samples, memory) / 1024);
  }
}

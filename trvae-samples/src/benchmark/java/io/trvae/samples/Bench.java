package io.trvae.samples;

import io.trvae.model.ModelSource;
import io.trvae.network.Architecture;
import io.trvae.samples.benchmark.Machine;
import io.trvae.samples.benchmark.Plan;
import io.trvae.samples.benchmark.Report;
import io.trvae.samples.benchmark.Rounds;
import io.trvae.samples.benchmark.engine.EngineKind;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures speed, beside other engines. */
@Command(
    name = "bench",
    sortOptions = false,
    description = {
      "Measures the speed of this library's engines, of its pipeline and of training, beside ONNX"
          + " Runtime and PyTorch with the same networks, and prints tables in Markdown.",
      "Takes some hours; --quick a few minutes. Let the machine do nothing else meanwhile."
    })
public final class Bench implements Subcommand {

  @Spec private CommandSpec spec;

  @Option(
      names = "--quick",
      description =
          "Measure shorter and less: two networks, two batch sizes, two threads, two rounds.")
  private boolean quick;

  @Option(
      names = "--parts",
      split = ",",
      paramLabel = "PART",
      description = "Measure these only: ${COMPLETION-CANDIDATES}. Default: all.")
  private Set<Plan.Part> parts = EnumSet.allOf(Plan.Part.class);

  @Option(
      names = "--architectures",
      split = ",",
      paramLabel = "NAME",
      description = "Transfer with these networks only.")
  private @Nullable List<Architecture> architectures;

  @Option(
      names = "--batches",
      split = ",",
      paramLabel = "N",
      description = "Transfer so many images per call. Default: 1,8,32,128.")
  private @Nullable List<Integer> batches;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description =
          "Write all figures with their standard errors to a file, which is replaced if it is there"
              + " already.")
  private @Nullable Path json;

  @Option(
      names = "--svg",
      paramLabel = "FILE",
      description = "Draw a chart to a file, which is replaced if it is there already.")
  private @Nullable Path svg;

  /** Called by {@link java.util.ServiceLoader}. */
  public Bench() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path jsonFile = json == null ? null : OutputFiles.prepare(json, true);
    Path svgFile = svg == null ? null : OutputFiles.prepare(svg, true);
    PrintWriter console = spec.commandLine().getOut();
    Machine.describe().forEach(console::println);
    List<EngineKind> kinds = new ArrayList<>();
    for (EngineKind kind : EngineKind.values()) {
      kind.missing()
          .ifPresentOrElse(
              reason -> console.println("Without " + kind + ": " + reason), () -> kinds.add(kind));
    }
    Plan plan = plan(kinds);
    console.println();
    console.flush();
    Report report;
    try (Rounds rounds = new Rounds(plan, spec.commandLine().getErr()::println)) {
      report = new Report(rounds.measure());
    }
    console.println(report.toMarkdown());
    if (jsonFile != null) {
      OutputFiles.write(jsonFile, report.toJson());
      console.println(jsonFile);
    }
    if (svgFile != null) {
      OutputFiles.write(svgFile, report.toSvg());
      console.println(svgFile);
    }
    return 0;
  }

  private Plan plan(List<EngineKind> kinds) {
    List<Architecture> networks = architectures;
    if (networks == null) {
      networks =
          quick
              ? List.of(Architecture.COMPACT, Architecture.ARCH_STYLE_3)
              : List.of(Architecture.values());
    }
    List<Integer> sizes = batches;
    if (sizes == null) {
      sizes = quick ? List.of(1, 32) : List.of(1, 8, 32, 128);
    }
    if (sizes.stream().anyMatch(size -> size < 1)) {
      throw new ParameterException(spec.commandLine(), "--batches " + sizes + " has one below 1");
    }
    Architecture bundled = ModelSource.bundled().load().spec().network().architecture();
    return Plan.of(parts, kinds, networks, sizes, bundled, quick);
  }
}

package io.trvae.samples;

import io.trvae.DomainLabel;
import io.trvae.TransferPipeline;
import io.trvae.dl4j.DomainJudge;
import io.trvae.evaluation.EvaluationReport;
import io.trvae.evaluation.Evaluator;
import io.trvae.model.JudgeModel;
import io.trvae.model.ModelSpec;
import io.trvae.training.DatasetLoader;
import io.trvae.training.DomainDataset;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures a model on images that it was not trained on. */
@Command(
    name = "evaluate",
    sortOptions = false,
    description = {
      "Measures a model on images that it was not trained on, and prints a table: what transferred"
          + " images keep of their inputs, and how well they fit their domain.",
      "Where every domain has a folder of test images ('64/test' with a model of 64 pixels, else"
          + " 'test'), only these are used, unless --subfolder says otherwise."
    })
final class Evaluate implements Callable<Integer> {

  /** How many inputs of each pair a report shows. */
  private static final int SHOWN = 12;

  @Spec private CommandSpec spec;
  @Mixin private PipelineOptions options;
  @Mixin private DataOptions data;

  @Option(
      names = "--judge",
      paramLabel = "FILE",
      description =
          "The judge's file, see 'train-judge'. Default: the bundled judge, which knows real, anime"
              + " and cartoon.")
  private @Nullable Path judgeFile;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description =
          "Use N images of each domain, spread evenly over all; at least 5. Default: all images.")
  private int limit = Integer.MAX_VALUE;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description =
          "Write all figures with their standard errors to a file, which is replaced if it is there"
              + " already.")
  private @Nullable Path json;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = {
        "Write an HTML page with the table and sheets of transferred images to a file, which is"
            + " replaced if it is there already.",
        "It contains images of the data set: don't publish it where these may not be published."
      })
  private @Nullable Path report;

  @Override
  public Integer call() throws IOException {
    PrintWriter console = spec.commandLine().getOut();
    Path jsonFile = json == null ? null : OutputFiles.prepare(json, true);
    Path reportFile = report == null ? null : OutputFiles.prepare(report, true);
    JudgeModel judgeModel = judgeFile == null ? JudgeModel.bundled() : JudgeModel.read(judgeFile);
    try (Interruption interruption = new Interruption();
        TransferPipeline pipeline = options.open();
        DomainJudge judge = DomainJudge.open(judgeModel)) {
      ModelSpec model = pipeline.model().spec();
      DomainDataset dataset = load(model);
      tellWhatIsNotJudged(model.domains(), judge.domains());
      EvaluationReport figures;
      try (ImageBar bar = new ImageBar("transfer")) {
        figures =
            Arguments.check(
                spec,
                () ->
                    new Evaluator(pipeline, judge)
                        .evaluate(dataset, limit, bar, interruption.cancellation()));
      }
      console.print(FigureTable.all(figures));
      if (jsonFile != null) {
        figures.write(jsonFile);
        console.println(jsonFile);
      }
      if (reportFile != null) {
        OutputFiles.write(reportFile, ReportPage.of(pipeline, judgeModel, dataset, figures, SHOWN));
        console.println(reportFile);
      }
    }
    return 0;
  }

  private DomainDataset load(ModelSpec model) {
    DatasetLoader loader = data.loader();
    if (!data.namesSubfolder()) {
      DatasetLoader all = loader;
      Optional<String> test =
          all.findSubfolder(model.domains(), List.of(model.imageSize() + "/test", "test"));
      loader = test.map(all::subfolder).orElse(all);
      test.ifPresent(
          folder -> spec.commandLine().getOut().println("Only images in folders " + folder));
    }
    return data.load(loader, model.domains(), model.imageSize()).dataset();
  }

  private void tellWhatIsNotJudged(List<DomainLabel> domains, List<DomainLabel> judged) {
    List<DomainLabel> unknown = new ArrayList<>(domains);
    unknown.removeAll(judged);
    if (!unknown.isEmpty()) {
      spec.commandLine()
          .getErr()
          .println(
              "The judge knows "
                  + judged
                  + ": what it would measure of "
                  + unknown
                  + " is left out; 'trvae train-judge' makes one that knows more.");
    }
  }
}

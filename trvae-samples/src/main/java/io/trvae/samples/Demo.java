package io.trvae.samples;

import io.trvae.Cancellation;
import io.trvae.DomainLabel;
import io.trvae.ErrorCode;
import io.trvae.ImageSheet;
import io.trvae.ModelException;
import io.trvae.RgbImage;
import io.trvae.TransferPipeline;
import io.trvae.TransferRequest;
import io.trvae.TransferResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Draws the demonstration images in every domain, and tells how long that took. */
@Command(
    name = "demo",
    description = {
      "Draws demonstration images in every domain of a model, on one labelled sheet.",
      "Each row is one image: as it is, then as each of the domains; in its own it is a"
          + " reconstruction."
    })
final class Demo implements Callable<Integer> {

  private static final int CELL_SIZE = 160;

  @Spec private CommandSpec spec;
  @Mixin private PipelineOptions options;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      defaultValue = "out/demo.png",
      description =
          "The sheet to write; replaced if it is there already. Default: ${DEFAULT-VALUE}.")
  private Path out;

  @Override
  public Integer call() throws IOException {
    Path sheet = OutputFiles.prepare(out, true);
    Stopwatch stopwatch = new Stopwatch(spec.commandLine().getOut());
    try (TransferPipeline pipeline = options.open()) {
      stopwatch.lap("opened model and backend");
      List<DomainLabel> domains = pipeline.model().spec().domains();
      List<DemoImage> images = imagesOf(domains);
      List<RgbImage> inputs = new ArrayList<>();
      List<TransferRequest> requests = new ArrayList<>();
      for (DemoImage image : images) {
        RgbImage input = image.read();
        inputs.add(input);
        domains.forEach(domain -> requests.add(TransferRequest.of(input, image.domain(), domain)));
      }
      stopwatch.lap("read " + images.size() + " images");
      pipeline.transfer(requests.get(0));
      stopwatch.lap("first transfer");
      List<TransferResult> results =
          pipeline.transferAll(requests, (done, total) -> {}, new Cancellation());
      stopwatch.lap("all " + requests.size() + " transfers");

      List<String> titles = new ArrayList<>(List.of("input"));
      domains.forEach(domain -> titles.add("as " + domain));
      ImageSheet drawn = ImageSheet.ofCells(CELL_SIZE).columnTitles(titles);
      for (int row = 0; row < images.size(); row++) {
        Stream<RgbImage> outputs =
            results.subList(row * domains.size(), (row + 1) * domains.size()).stream()
                .map(TransferResult::image);
        drawn.row(
            images.get(row).title(), Stream.concat(Stream.of(inputs.get(row)), outputs).toList());
      }
      drawn.render().write(sheet);
      stopwatch.lap("wrote the sheet");
      PrintWriter console = spec.commandLine().getOut();
      console.println(
          "Computed by backend "
              + pipeline.backend().name()
              + ": "
              + pipeline.backend().description());
      console.println(sheet);
    }
    return 0;
  }

  /** A model of one's own may know other domains than the bundled one. */
  private static List<DemoImage> imagesOf(List<DomainLabel> domains) throws IOException {
    List<DemoImage> all = DemoImage.all();
    List<DemoImage> known = all.stream().filter(image -> domains.contains(image.domain())).toList();
    if (known.isEmpty()) {
      throw new ModelException(
          ErrorCode.DOMAIN_UNKNOWN,
          "The model knows "
              + domains
              + ", none of the demonstration images' domains "
              + all.stream().map(DemoImage::domain).distinct().toList()
              + "; use 'trvae transfer' with an image of your own");
    }
    return known;
  }

  /** Prints what took how long. */
  private static final class Stopwatch {

    private final PrintWriter out;
    private long start = System.nanoTime();

    Stopwatch(PrintWriter out) {
      this.out = out;
    }

    void lap(String what) {
      long now = System.nanoTime();
      out.printf(Locale.ROOT, "%8.3f s  %s%n", (now - start) / 1e9, what);
      out.flush();
      start = now;
    }
  }
}

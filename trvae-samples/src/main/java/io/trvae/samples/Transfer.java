package io.trvae.samples;

import io.trvae.Cancellation;
import io.trvae.DomainLabel;
import io.trvae.RgbImage;
import io.trvae.TransferPipeline;
import io.trvae.TransferRequest;
import io.trvae.TransferResult;
import io.trvae.dl4j.TrainedFaceLocator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Draws pictures in one or more other domains. */
@Command(
    name = "transfer",
    description = {
      "Draws pictures of faces in one or more other domains.",
      "A picture is cut to its central square, or to the faces that --faces looks for or --face"
          + " gives. With one target"
          + " the result is written to OUT; with several, each domain's name is put before the"
          + " extension: me.png becomes me-anime.png and me-cartoon.png. Files that are there"
          + " already are kept unless --force is given.",
      "With --out-dir any number of files and folders can be named. Folders are searched at any"
          + " depth, and names and paths below them are kept; what cannot be written, WebP, gets"
          + " '.png' added. A picture whose files are there already is skipped, whatever options"
          + " they were made with, so an interrupted call is gone on with by the same command. One"
          + " that fails is skipped too, and listed at the end."
    })
final class Transfer implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private PipelineOptions pipelineOptions;
  @Mixin private RequestOptions options;

  @Parameters(
      paramLabel = "IN",
      arity = "1..*",
      description =
          "The picture: JPEG, PNG, GIF, BMP or WebP. With --out-dir pictures and folders of them.")
  private List<Path> in;

  @ArgGroup(multiplicity = "1")
  private Output output;

  @Option(
      names = {"-f", "--force"},
      description = "Replace files that are there already.")
  private boolean force;

  /** One file, or a folder for any number. */
  private static final class Output {

    @Option(
        names = {"-o", "--out"},
        required = true,
        paramLabel = "OUT",
        description = "The file to write; its extension is the format: png, jpg, bmp or gif.")
    private @Nullable Path file;

    @Option(
        names = "--out-dir",
        required = true,
        paramLabel = "DIR",
        description = "The folder to write to, under the names of the pictures.")
    private @Nullable Path folder;
  }

  @Override
  public Integer call() throws IOException {
    if (output.folder != null) {
      options.check();
      return new FolderTransfer(spec, pipelineOptions, options).run(in, output.folder, force);
    }
    Path picture = in.get(0);
    if (in.size() > 1 || Files.isDirectory(picture)) {
      throw new ParameterException(
          spec.commandLine(), "--out is for one picture; name a folder for many with --out-dir");
    }
    return transfer(picture, Objects.requireNonNull(output.file));
  }

  private int transfer(Path in, Path out) throws IOException {
    RgbImage image = RgbImage.read(in);
    List<Path> files = new ArrayList<>();
    List<TransferRequest> requests = new ArrayList<>();
    Set<DomainLabel> targets = options.targets();
    for (DomainLabel domain : targets) {
      Path file = targets.size() == 1 ? out : OutputFiles.insert(out, "-" + domain);
      files.add(OutputFiles.prepare(file, force));
      requests.add(Arguments.check(spec, () -> options.request(image, domain)));
    }
    List<TransferResult> results;
    try (TrainedFaceLocator locator = options.openLocator();
        TransferPipeline pipeline = pipelineOptions.open(locator)) {
      results = pipeline.transferAll(requests, (done, total) -> {}, new Cancellation());
    }
    for (int i = 0; i < files.size(); i++) {
      results.get(i).image().write(files.get(i));
      spec.commandLine().getOut().println(files.get(i));
    }
    return 0;
  }
}

package io.trvae.samples;

import io.trvae.DomainLabel;
import io.trvae.TransferPipeline;
import io.trvae.dl4j.DomainJudge;
import io.trvae.dl4j.TrainedFaceLocator;
import io.trvae.model.JudgeModel;
import io.trvae.samples.web.Example;
import io.trvae.samples.web.Limits;
import io.trvae.samples.web.WebServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Serves a page on which to try a model, until it is interrupted. */
@Command(
    name = "serve",
    description = {
      "Serves a page on which to try a model, and an HTTP API, until Ctrl-C.",
      "Only this machine can reach it, unless --host says otherwise. Pictures are neither stored nor"
          + " sent anywhere else."
    })
final class Serve implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private PipelineOptions options;
  @Mixin private LocatorOption locatorOption;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description =
          "The address to listen at; 0.0.0.0 lets everybody in who can reach this machine."
              + " Default: ${DEFAULT-VALUE}.")
  private InetAddress host;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "8080",
      description = "The port; 0 takes any that is free. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--judge",
      paramLabel = "FILE",
      description =
          "The judge that guesses a picture's domain, see 'train-judge'. Default: the bundled judge,"
              + " which knows real, anime and cartoon.")
  private @Nullable Path judgeFile;

  @Option(
      names = "--places",
      paramLabel = "N",
      description = "How many pictures may arrive, wait and be drawn at once. Default: 32.")
  private int places = Limits.DEFAULT.places();

  @Option(
      names = "--time-limit",
      paramLabel = "SECONDS",
      description = "What a request may take, with its way here. Default: 10.")
  private int seconds = (int) Limits.DEFAULT.time().toSeconds();

  @Override
  public Integer call() throws IOException {
    if (port < 0 || port > 65_535) {
      throw new ParameterException(spec.commandLine(), "--port " + port + " is not in [0, 65535]");
    }
    Limits limits =
        Arguments.check(
            spec, () -> Limits.DEFAULT.withPlaces(places).withTime(Duration.ofSeconds(seconds)));
    JudgeModel judgeModel = judgeFile == null ? JudgeModel.bundled() : JudgeModel.read(judgeFile);
    try (Interruption interruption = new Interruption();
        TrainedFaceLocator locator = locatorOption.open();
        TransferPipeline pipeline = options.open(locator);
        DomainJudge judge = DomainJudge.open(judgeModel)) {
      pipeline.warmUp();
      List<Example> examples = examples(pipeline.model().spec().domains());
      try (WebServer server =
          WebServer.start(host, port, pipeline, Optional.of(judge), examples, limits)) {
        PrintWriter console = spec.commandLine().getOut();
        console.println(server.address());
        console.flush();
        interruption.await();
      }
    }
    return 0;
  }

  /** A model of one's own may know other domains than the bundled one. */
  private static List<Example> examples(List<DomainLabel> domains) throws IOException {
    List<Example> examples = new ArrayList<>();
    for (DemoImage image : DemoImage.all()) {
      if (domains.contains(image.domain())) {
        examples.add(
            new Example(image.file(), "image/png", image.domain(), image.title(), image.bytes()));
      }
    }
    return examples;
  }
}

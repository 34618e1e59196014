package io.trvae.samples;

import io.trvae.Cancellation;
import io.trvae.DomainLabel;
import io.trvae.Levels;
import io.trvae.OutputSize;
import io.trvae.RgbImage;
import io.trvae.TransferPipeline;
import io.trvae.TransferRequest;
import io.trvae.TransferResult;
import io.trvae.face.Face;
import io.trvae.face.FacePolicy;
import io.trvae.face.PutBack;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Draws one picture in one or more other domains. */
@Command(
    name = "transfer",
    description = {
      "Draws a picture of a face in one or more other domains.",
      "The picture is cut to its central square, or to the face that --face gives. With one target"
          + " the result is written to OUT; with several, each domain's name is put before the"
          + " extension: me.png becomes me-anime.png and me-cartoon.png. Files that are there"
          + " already are kept unless --force is given."
    })
final class Transfer implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private PipelineOptions options;

  @Parameters(paramLabel = "IN", description = "The picture: JPEG, PNG, GIF, BMP or WebP.")
  private Path in;

  @Option(
      names = "--from",
      required = true,
      paramLabel = "DOMAIN",
      description = "The picture's domain: real, anime, cartoon with the bundled model.")
  private DomainLabel from;

  @Option(
      names = "--to",
      required = true,
      split = ",",
      paramLabel = "DOMAIN",
      description = "The domains to draw it in.")
  private Set<DomainLabel> to;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "OUT",
      description = "The file to write; its extension is the format: png, jpg, bmp or gif.")
  private Path out;

  @Option(
      names = {"-f", "--force"},
      description = "Replace files that are there already.")
  private boolean force;

  @Option(
      names = "--strength",
      paramLabel = "0..1",
      defaultValue = "1",
      description =
          "How far to go, from 0, a reconstruction, to 1, the full transfer. Default:"
              + " ${DEFAULT-VALUE}.")
  private double strength;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description =
          "Draw from a random sample of the latent code instead of its mean; the same seed gives"
              + " the same picture.")
  private @Nullable Long seed;

  @Option(
      names = "--size",
      paramLabel = "model|input|PIXELS",
      defaultValue = "model",
      description =
          "The side of the result: as the model draws it, as the face is in the picture, or a"
              + " number of pixels. Default: ${DEFAULT-VALUE}.")
  private OutputSize size;

  @Option(
      names = "--compat",
      paramLabel = "anime-trvae",
      description =
          "Stretch the levels of the result to black and white, as Anime-TrVAE's demonstration"
              + " does. Default: they stay as the model draws them.")
  private @Nullable Levels compatible;

  @Option(
      names = "--face",
      paramLabel = "X,Y,SIDE[,ROLL]",
      description =
          "Where the face is: the centre and the side, in pixels, of a square with hair and chin in"
              + " view and the eyes at 45 %% from its top, and by how many degrees the head leans"
              + " clockwise. Default: the central square.")
  private @Nullable Face face;

  @Option(
      names = "--put-back",
      paramLabel = "plain|matched",
      description =
          "Put the face of --face back into the picture, which keeps its size: in the colours drawn,"
              + " or matched to those of the face that it replaces. Default: the face alone.")
  private @Nullable PutBack putBack;

  @Override
  public Integer call() throws IOException {
    RgbImage image = RgbImage.read(in);
    List<Path> files = new ArrayList<>();
    List<TransferRequest> requests = new ArrayList<>();
    for (DomainLabel domain : to) {
      Path file = to.size() == 1 ? out : OutputFiles.insert(out, "-" + domain);
      files.add(OutputFiles.prepare(file, force));
      requests.add(Arguments.check(spec, () -> request(image, domain)));
    }
    List<TransferResult> results;
    try (TransferPipeline pipeline = options.open()) {
      results = pipeline.transferAll(requests, (done, total) -> {}, new Cancellation());
    }
    for (int i = 0; i < files.size(); i++) {
      results.get(i).image().write(files.get(i));
      spec.commandLine().getOut().println(files.get(i));
    }
    return 0;
  }

  private TransferRequest request(RgbImage image, DomainLabel domain) {
    TransferRequest request =
        TransferRequest.of(image, from, domain).withStrength(strength).withOutputSize(size);
    if (seed != null) {
      request = request.withSampling(seed);
    }
    if (compatible != null) {
      request = request.withLevels(compatible);
    }
    return request.withFaces(faces());
  }

  private FacePolicy faces() {
    if (face == null) {
      if (putBack != null) {
        throw new IllegalArgumentException("--put-back needs --face: where is it to go?");
      }
      return FacePolicy.wholeImage();
    }
    FacePolicy.Given given = FacePolicy.given(face);
    return putBack == null ? given : given.withPutBack(putBack);
  }
}

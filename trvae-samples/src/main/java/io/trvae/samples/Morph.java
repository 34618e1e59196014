package io.trvae.samples;

import io.trvae.DomainLabel;
import io.trvae.OutputSize;
import io.trvae.RgbImage;
import io.trvae.TransferPipeline;
import io.trvae.samples.morph.AnimatedGif;
import io.trvae.samples.morph.FilmStrip;
import io.trvae.samples.morph.Transition;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Draws the way from one domain, or one face, to another. */
@Command(
    name = "morph",
    sortOptions = false,
    description = {
      "Draws a face on its way from its own domain to another, or on its way to another face, or"
          + " both, as an animated GIF or as a strip of pictures.",
      "Pictures are cut to their central squares. The file is replaced if --force is given."
    })
final class Morph implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private PipelineOptions options;

  @Parameters(
      paramLabel = "FACE",
      arity = "1..2",
      description = "The picture to begin with, and one to end with. Default: the same one.")
  private List<Path> in;

  @Option(
      names = "--from",
      required = true,
      split = ",",
      paramLabel = "DOMAIN",
      description = "The pictures' domain, or that of each, separated by a comma.")
  private List<DomainLabel> from;

  @Option(
      names = "--to",
      paramLabel = "DOMAIN",
      description = "The domain to end in. Default: that of the second picture.")
  private @Nullable DomainLabel to;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "OUT",
      description =
          "The file to write: an animated GIF if it ends in gif; if it ends in png, jpg or bmp, one"
              + " picture with all frames side by side.")
  private Path out;

  @Option(
      names = {"-f", "--force"},
      description = "Replace the file if it is there already.")
  private boolean force;

  @Option(
      names = "--frames",
      paramLabel = "N",
      defaultValue = "24",
      description = "How many pictures, at least 2. Default: ${DEFAULT-VALUE}.")
  private int frames;

  @Option(
      names = "--delay",
      paramLabel = "MILLISECONDS",
      defaultValue = "80",
      description =
          "How long a GIF shows each picture, in steps of 10, at least 20. Default:"
              + " ${DEFAULT-VALUE}.")
  private int delay;

  @Option(
      names = "--size",
      paramLabel = "PIXELS",
      description = "The side of each picture. Default: as the model draws it.")
  private @Nullable Integer size;

  @Override
  public Integer call() throws IOException {
    check();
    List<RgbImage> ends = new ArrayList<>();
    for (Path file : in) {
      ends.add(RgbImage.read(file));
    }
    Path file = OutputFiles.prepare(out, force);
    List<RgbImage> film = new ArrayList<>();
    try (TransferPipeline pipeline = options.open()) {
      for (RgbImage frame : transition(pipeline, ends).frames(pipeline, frames)) {
        film.add(size == null ? frame : frame.resize(size, size));
      }
    }
    if (file.toString().toLowerCase(Locale.ROOT).endsWith(".gif")) {
      OutputFiles.write(file, gif -> AnimatedGif.write(film, Duration.ofMillis(delay), gif));
    } else {
      FilmStrip.of(film).write(file);
    }
    spec.commandLine().getOut().println(file);
    return 0;
  }

  private void check() {
    if (from.size() > in.size()) {
      throw wrong("--from names more domains than there are pictures");
    }
    if (in.size() == 1 && to == null) {
      throw wrong("One picture needs --to: which domain is it to end in?");
    }
    if (frames < 2) {
      throw wrong("--frames " + frames + " is below 2");
    }
    if (delay < 20) {
      throw wrong("--delay " + delay + " is below 20");
    }
    Integer side = size;
    if (side != null) {
      Arguments.check(spec, () -> OutputSize.pixels(side));
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private Transition transition(TransferPipeline pipeline, List<RgbImage> ends) {
    DomainLabel first = from.get(0);
    DomainLabel last = from.get(from.size() - 1);
    return new Transition(
        pipeline.encoder().encode(ends.get(0), first),
        first,
        pipeline.encoder().encode(ends.get(ends.size() - 1), last),
        to == null ? last : to);
  }
}

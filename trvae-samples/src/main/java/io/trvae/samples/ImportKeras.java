package io.trvae.samples;

import io.trvae.DomainLabel;
import io.trvae.model.ModelFile;
import io.trvae.model.TransferModel;
import io.trvae.model.WeightType;
import io.trvae.samples.keras.KerasImport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a model file of one that Keras has saved. */
@Command(
    name = "import-keras",
    sortOptions = false,
    description = {
      "Makes a model file of a DCtrVAE that Keras has saved: mmd_cvae.h5 of theislab/trVAE or of"
          + " Anime-TrVAE.",
      "The network is recognised from the file. Anything in it that is not as expected is an error."
    })
final class ImportKeras implements Callable<Integer> {

  /** The order of Anime-TrVAE's demonstration. */
  private static final List<DomainLabel> ANIME_TRVAE =
      List.of(DomainLabel.REAL, DomainLabel.CARTOON, DomainLabel.ANIME);

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The HDF5 file.")
  private Path in;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "MODEL",
      description = "The model file to write.")
  private Path out;

  @Option(
      names = {"-f", "--force"},
      description = "Replace the model file if it is there already.")
  private boolean force;

  @Option(
      names = "--domains",
      split = ",",
      paramLabel = "DOMAIN",
      description =
          "What the conditions are called, in the order of their encoding: the file does not tell."
              + " Default, for a model of three: real,cartoon,anime, as Anime-TrVAE has them.")
  private @Nullable List<DomainLabel> domains;

  @Option(
      names = "--licence",
      paramLabel = "TEXT",
      defaultValue = "unspecified",
      description = "The terms under which the weights may be used. Default: ${DEFAULT-VALUE}.")
  private String licence;

  @Override
  public Integer call() throws IOException {
    Path file = OutputFiles.prepare(out, force);
    TransferModel model = KerasImport.read(in, this::domains, licence);
    ModelFile.write(model, file, WeightType.FLOAT32);
    spec.commandLine()
        .getOut()
        .printf(
            "%s: %s, %d pixels, %s%n",
            file,
            model.spec().network().architecture().id(),
            model.spec().imageSize(),
            model.spec().domains().stream()
                .map(DomainLabel::name)
                .collect(Collectors.joining(", ")));
    return 0;
  }

  private List<DomainLabel> domains(int count) {
    List<DomainLabel> names = domains == null ? ANIME_TRVAE : domains;
    if (names.size() != count) {
      throw new ParameterException(
          spec.commandLine(),
          "The model has " + count + " conditions: name as many with --domains, in their order");
    }
    return names;
  }
}

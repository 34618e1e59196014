package io.trvae.samples;

import io.trvae.DomainLabel;
import io.trvae.training.DatasetLoader;
import io.trvae.training.DomainDataset;
import io.trvae.training.LoadedDataset;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Where images are: options of the commands that read many. */
final class DataOptions {

  @Spec(Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--data",
      required = true,
      split = ",",
      paramLabel = "PATH",
      description =
          "Folders, or .tar, .tar.gz or .tgz files, with a folder for each domain; or folders of"
              + " such archives.")
  private List<Path> data;

  @Option(
      names = "--subfolder",
      paramLabel = "NAME[/NAME]",
      description = "Use only pictures in folders of this name below a domain's.")
  private @Nullable String subfolder;

  /** Returns a loader of everything that the options name. */
  DatasetLoader loader() {
    DatasetLoader all = DatasetLoader.of(data);
    String restriction = subfolder;
    return restriction == null ? all : Arguments.check(command, () -> all.subfolder(restriction));
  }

  /** Tells whether the options name a sub-folder. */
  boolean namesSubfolder() {
    return subfolder != null;
  }

  /** Loads images, and prints how many there are. */
  LoadedDataset load(DatasetLoader loader, List<DomainLabel> domains, int imageSize) {
    LoadedDataset loaded = loader.load(domains, imageSize);
    DomainDataset dataset = loaded.dataset();
    List<String> counts = new ArrayList<>();
    for (int domain = 0; domain < domains.size(); domain++) {
      counts.add(dataset.size(domain) + " of " + domains.get(domain));
    }
    PrintWriter console = command.commandLine().getOut();
    console.println("Images: " + String.join(", ", counts));
    console.flush();
    return loaded;
  }
}

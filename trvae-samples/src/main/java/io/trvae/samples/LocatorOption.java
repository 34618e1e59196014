package io.trvae.samples;

import io.trvae.dl4j.TrainedFaceLocator;
import io.trvae.model.LocatorModel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What finds the faces: an option of the commands that look for some. */
final class LocatorOption {

  @Option(
      names = "--locator",
      paramLabel = "FILE",
      description =
          "The file of what finds the faces, see 'train-locator'. Default: the bundled locator,"
              + " which knows real, anime and cartoon.")
  private @Nullable Path file;

  /** Opens it, to be closed by the caller. */
  TrainedFaceLocator open() {
    return file == null
        ? TrainedFaceLocator.bundled()
        : TrainedFaceLocator.open(LocatorModel.read(file));
  }
}

package io.trvae.samples.keras;

import io.trvae.DomainLabel;
import io.trvae.ErrorCode;
import io.trvae.ModelException;
import io.trvae.model.ModelSpec;
import io.trvae.model.Provenance;
import io.trvae.model.Tensor;
import io.trvae.model.TransferModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;

/**
 * Makes a model of this library of a {@code DCtrVAE} that Keras has saved, {@code mmd_cvae.h5}.
 *
 * <p>Known are the networks of theislab/trVAE, {@code arch_style} 1 to 3, and the larger decoder of
 * theislab/trVAE_reproducibility. Every layer and dataset of the file must be as one of them has
 * it.
 */
public final class KerasImport {

  private KerasImport() {}

  /**
   * Reads a file.
   *
   * @param path the file
   * @param domains gives as many domains as it is asked for, in the order of the label vector; the
   *     file does not name them
   * @param licence the terms under which the weights may be used
   * @return the model
   * @throws IOException if there is no such file or it cannot be read
   * @throws ModelException with {@link ErrorCode#MODEL_INVALID} if it is not such a model; the
   *     message names the dataset or layer that is not as expected
   */
  public static TransferModel read(
      Path path, IntFunction<List<DomainLabel>> domains, String licence) throws IOException {
    Instant modified = Files.getLastModifiedTime(path).toInstant();
    Recognised recognised;
    Map<String, Tensor> tensors;
    String version;
    try {
      KerasFile file = KerasFile.read(path);
      version = file.attribute("keras_version");
      recognised = Recognised.in(file);
      tensors = recognised.read(file);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError damaged) {
      // HDF5 and JSON can be damaged in many ways, and what a file claims can be deep or large.
      throw new ModelException(
          ErrorCode.MODEL_INVALID,
          "'%s' is no DCtrVAE model that can be imported: %s"
              .formatted(
                  path,
                  damaged instanceof KerasFormatException
                      ? damaged.getMessage()
                      : damaged.toString()),
          damaged);
    }
    Provenance provenance =
        new Provenance(
            modified,
            new TreeMap<>(Map.of("keras", version)),
            new TreeMap<>(),
            new TreeMap<>(Map.of("imported-from", String.valueOf(path.getFileName()))),
            new TreeMap<>(),
            licence);
    List<DomainLabel> names = domains.apply(recognised.network().spec().domainCount());
    return new TransferModel(
        new ModelSpec(recognised.network().spec(), names), tensors, provenance);
  }
}

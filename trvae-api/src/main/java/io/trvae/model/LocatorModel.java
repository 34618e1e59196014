package io.trvae.model;

import io.trvae.ErrorCode;
import io.trvae.ModelException;
import io.trvae.network.LocatorNetwork;
import io.trvae.network.Parameter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * A trained {@link LocatorNetwork}: its weights, and where they come from.
 *
 * <p>Immutable and thread-safe.
 *
 * @since 0.1.0
 */
public final class LocatorModel {

  private static final AuxiliaryFile FILE =
      new AuxiliaryFile("locator", "trvae-locator", 1, "io/trvae/models/locator.safetensors");

  private final Map<String, Tensor> tensors;
  private final Provenance provenance;

  /**
   * Puts a locator together.
   *
   * @param tensors one tensor per parameter of the network, by name
   * @param provenance where the weights come from
   * @throws ModelException if a parameter is missing, of the wrong shape, or unknown to the network
   */
  public LocatorModel(Map<String, Tensor> tensors, Provenance provenance) {
    this(tensors, provenance, "A locator");
  }

  /** Does the same; exceptions call the locator by the given subject. */
  private LocatorModel(Map<String, Tensor> tensors, Provenance provenance, String subject) {
    this.tensors = NetworkTensors.inOrder(LocatorNetwork.parameters(), tensors, subject);
    this.provenance = Objects.requireNonNull(provenance, "provenance");
  }

  private static LocatorModel decode(SafetensorsFile file, Provenance provenance, String subject) {
    return new LocatorModel(file.tensors(), provenance, subject);
  }

  /**
   * Reads the locator that is published beside the library, in the artifact {@code
   * io.trvae:trvae-dl4j} with classifier {@code models}: the resource {@code
   * io/trvae/models/locator.safetensors}.
   *
   * @return the locator
   * @throws ModelException with {@link ErrorCode#MODEL_MISSING} if it is not on the class path or
   *     cannot be read, with {@link ErrorCode#MODEL_INVALID} if what was read is no locator
   */
  public static LocatorModel bundled() {
    return FILE.readBundled(LocatorModel::decode);
  }

  /**
   * Reads a locator from a file, with the same checks as {@link ModelFile}.
   *
   * @param path the file
   * @return the locator
   * @throws ModelException with {@link ErrorCode#MODEL_MISSING} if there is no such file or it
   *     cannot be read, with {@link ErrorCode#MODEL_INVALID} if what was read is no locator
   */
  public static LocatorModel read(Path path) {
    return FILE.read(path, LocatorModel::decode);
  }

  /**
   * Writes the locator to a file, whole or not at all; what was there before is replaced. The same
   * locator gives the same bytes.
   *
   * @param path the file; its directory must exist
   * @param type the type that the weights are stored in
   * @throws IllegalArgumentException if a finite weight is too large for the type, or a metric is
   *     not finite
   * @throws IOException if the file cannot be written
   */
  public void write(Path path, WeightType type) throws IOException {
    FILE.write(path, tensors, type, provenance, Map.of());
  }

  /**
   * Returns all weights.
   *
   * @return the tensors by {@linkplain Parameter parameter} name, in the order of the network's
   *     layers; unmodifiable
   */
  public Map<String, Tensor> tensors() {
    return tensors;
  }

  /**
   * Returns where the weights come from.
   *
   * @return data, configuration, time, versions, metrics and licence
   */
  public Provenance provenance() {
    return provenance;
  }
}

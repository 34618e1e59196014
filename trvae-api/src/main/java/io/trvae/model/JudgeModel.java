package io.trvae.model;

import io.trvae.DomainLabel;
import io.trvae.ErrorCode;
import io.trvae.ModelException;
import io.trvae.network.JudgeNetwork;
import io.trvae.network.Parameter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A trained classifier of domains: what it knows, its weights, and where they come from.
 *
 * <p>Immutable and thread-safe.
 *
 * @since 0.1.0
 */
public final class JudgeModel {

  private final List<DomainLabel> domains;
  private final JudgeNetwork network;
  private final Map<String, Tensor> tensors;
  private final Provenance provenance;

  /**
   * Puts a judge together.
   *
   * @param domains the domains, at least two, in the order of the logits
   * @param imageSize height and width of the images that it looks at
   * @param tensors one tensor per parameter of its network, by name
   * @param provenance where the weights come from
   * @throws IllegalArgumentException if a size is out of its range, or a domain appears twice
   * @throws ModelException if a parameter is missing, of the wrong shape, or unknown to the network
   */
  public JudgeModel(
      List<DomainLabel> domains,
      int imageSize,
      Map<String, Tensor> tensors,
      Provenance provenance) {
    this(domains, new JudgeNetwork(imageSize, domains.size()), tensors, provenance, "A judge");
  }

  /** Does the same; exceptions call the judge by the given subject. */
  JudgeModel(
      List<DomainLabel> domains,
      JudgeNetwork network,
      Map<String, Tensor> tensors,
      Provenance provenance,
      String subject) {
    this.domains = List.copyOf(domains);
    if (this.domains.stream().distinct().count() != this.domains.size()) {
      throw new IllegalArgumentException("A domain appears twice in " + domains);
    }
    this.network = network;
    this.tensors = NetworkTensors.inOrder(network.parameters(), tensors, subject);
    this.provenance = Objects.requireNonNull(provenance, "provenance");
  }

  /**
   * Reads the judge that is published beside the library, in the artifact {@code
   * io.trvae:trvae-dl4j} with classifier {@code models}: the resource {@code
   * io/trvae/models/judge.safetensors}.
   *
   * @return the judge
   * @throws ModelException with {@link ErrorCode#MODEL_MISSING} if it is not on the class path or
   *     cannot be read, with {@link ErrorCode#MODEL_INVALID} if what was read is no judge
   */
  public static JudgeModel bundled() {
    return JudgeFile.readBundled();
  }

  /**
   * Reads a judge from a file, with the same checks as {@link ModelFile}.
   *
   * @param path the file
   * @return the judge
   * @throws ModelException with {@link ErrorCode#MODEL_MISSING} if there is no such file or it
   *     cannot be read, with {@link ErrorCode#MODEL_INVALID} if what was read is no judge
   */
  public static JudgeModel read(Path path) {
    return JudgeFile.read(path);
  }

  /**
   * Writes the judge to a file, whole or not at all; what was there before is replaced. The same
   * judge gives the same bytes.
   *
   * @param path the file; its directory must exist
   * @param type the type that the weights are stored in
   * @throws IllegalArgumentException if a finite weight is too large for the type, or a metric is
   *     not finite
   * @throws IOException if the file cannot be written
   */
  public void write(Path path, WeightType type) throws IOException {
    JudgeFile.write(this, path, type);
  }

  /**
   * Returns the domains that it knows.
   *
   * @return the domains, in the order of the logits
   */
  public List<DomainLabel> domains() {
    return domains;
  }

  /**
   * Returns the network, layer by layer.
   *
   * @return the description that the tensors belong to
   */
  public JudgeNetwork network() {
    return network;
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

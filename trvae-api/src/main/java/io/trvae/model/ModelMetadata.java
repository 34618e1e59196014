package io.trvae.model;

import io.trvae.DomainLabel;
import io.trvae.network.Architecture;
import io.trvae.network.NetworkSpec;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a model file tells about its model: {@code docs/model-format.md} describes each key.
 *
 * @param spec what the model is
 * @param provenance where the weights come from
 * @param sha256 of the tensors' bytes, in hexadecimal digits
 */
record ModelMetadata(ModelSpec spec, Provenance provenance, String sha256) {

  /** The newest version of the format, and the one that is written. */
  static final int FORMAT_VERSION = 1;

  private static final String FORMAT = "trvae";

  /**
   * Turns it into a file's texts, sorted by key.
   *
   * @throws IllegalArgumentException if a metric is not finite, which JSON cannot say
   */
  Map<String, String> encode() {
    NetworkSpec network = spec.network();
    Map<String, String> texts = new TreeMap<>();
    MetadataTexts.putFormat(texts, FORMAT, FORMAT_VERSION);
    texts.put("architecture", network.architecture().id());
    texts.put("image_size", Integer.toString(network.imageSize()));
    MetadataTexts.putDomains(texts, spec.domains());
    texts.put("latent_size", Integer.toString(network.latentSize()));
    texts.put("mmd_size", Integer.toString(network.mmdSize()));
    texts.put("dropout", Float.toString(network.dropout()));
    MetadataTexts.putProvenance(texts, provenance);
    texts.put("sha256", sha256);
    return texts;
  }

  /** Understands a file's texts; keys that it does not know are passed over. */
  static ModelMetadata decode(Map<String, String> texts) throws FormatException {
    MetadataTexts.checkFormat(texts, FORMAT, FORMAT_VERSION);
    return new ModelMetadata(
        spec(texts), MetadataTexts.provenance(texts), MetadataTexts.text(texts, "sha256"));
  }

  private static ModelSpec spec(Map<String, String> texts) throws FormatException {
    List<String> domains = MetadataTexts.domains(texts);
    try {
      return new ModelSpec(
          new NetworkSpec(
              Architecture.byId(MetadataTexts.text(texts, "architecture")),
              MetadataTexts.integer(texts, "image_size"),
              domains.size(),
              MetadataTexts.integer(texts, "latent_size"),
              MetadataTexts.integer(texts, "mmd_size"),
              MetadataTexts.decimal(texts, "dropout")),
          domains.stream().map(DomainLabel::of).toList());
    } catch (IllegalArgumentException e) {
      throw new FormatException("its metadata describe no network: " + e.getMessage(), e);
    }
  }
}

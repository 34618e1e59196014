package io.trvae.model;

import io.trvae.ErrorCode;
import io.trvae.ModelException;
import io.trvae.internal.io.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Safetensors files of the networks that stand beside a model; {@code docs/model-format.md}
 * describes their metadata.
 *
 * @param noun what such a network is called
 * @param format what its files say they are
 * @param version the newest version of the format, and the one that is written
 * @param resource the one that is published beside the library
 */
record AuxiliaryFile(String noun, String format, int version, String resource) {

  /** Makes something of a file's contents. */
  @FunctionalInterface
  interface Decoder<T> {
    T decode(SafetensorsFile file, Provenance provenance, String subject) throws FormatException;
  }

  <T> T readBundled(Decoder<T> decoder) {
    URL found = ModelSource.findResource(resource);
    if (found == null) {
      throw new ModelException(
          ErrorCode.MODEL_MISSING,
          "No bundled "
              + noun
              + " is on the class path (resource "
              + resource
              + "); add the artifact io.trvae:trvae-dl4j with classifier 'models', or name a "
              + noun
              + "'s file of your own");
    }
    String subject = "The bundled " + noun + " " + found;
    try (InputStream in = found.openStream()) {
      return read(in, subject, decoder);
    } catch (IOException e) {
      throw ModelSource.unreadable(subject, e);
    }
  }

  <T> T read(Path path, Decoder<T> decoder) {
    String subject = "The " + noun + "'s file '" + path + "'";
    try (InputStream in = Files.newInputStream(path)) {
      return read(in, subject, decoder);
    } catch (IOException e) {
      throw ModelSource.unreadable(subject, e);
    }
  }

  private <T> T read(InputStream in, String subject, Decoder<T> decoder) throws IOException {
    try {
      SafetensorsFile file = SafetensorsReader.read(in);
      Map<String, String> texts = file.metadata();
      MetadataTexts.checkFormat(texts, format, version);
      T network;
      try {
        network = decoder.decode(file, MetadataTexts.provenance(texts), subject);
      } catch (IllegalArgumentException e) {
        throw new FormatException("its metadata describe no " + noun + ": " + e.getMessage(), e);
      }
      file.checkSha256(MetadataTexts.text(texts, "sha256"));
      return network;
    } catch (FormatException e) {
      throw ModelFile.unusable(subject, e);
    }
  }

  /**
   * Writes a file, whole or not at all.
   *
   * @param own metadata that this kind of network alone has
   */
  void write(
      Path path,
      Map<String, Tensor> tensors,
      WeightType type,
      Provenance provenance,
      Map<String, String> own)
      throws IOException {
    Map<String, Tensor> stored = ModelFile.convert(tensors, type);
    Map<String, String> texts = new TreeMap<>(own);
    MetadataTexts.putFormat(texts, format, version);
    MetadataTexts.putProvenance(texts, provenance);
    texts.put("sha256", SafetensorsFile.sha256(stored.values()));
    SafetensorsFile file = new SafetensorsFile(texts, stored);

    AtomicFile.write(path.toAbsolutePath(), out -> file.write(Channels.newChannel(out)));
  }
}

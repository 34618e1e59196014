package io.trvae.model;

import io.trvae.DomainLabel;
import io.trvae.ErrorCode;
import io.trvae.ModelException;
import io.trvae.internal.io.AtomicFile;
import io.trvae.network.JudgeNetwork;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Judges as safetensors files; {@code docs/model-format.md} describes their metadata. */
final class JudgeFile {

  /** The newest version of the format, and the one that is written. */
  static final int FORMAT_VERSION = 1;

  private static final String FORMAT = "trvae-judge";
  private static final String BUNDLED = "io/trvae/models/judge.safetensors";

  private JudgeFile() {}

  static JudgeModel readBundled() {
    URL resource = ModelSource.findResource(BUNDLED);
    if (resource == null) {
      throw new ModelException(
          ErrorCode.MODEL_MISSING,
          "No bundled judge is on the class path (resource "
              + BUNDLED
              + "); add the artifact io.trvae:trvae-dl4j with classifier 'models', or name a judge's"
              + " file of your own");
    }
    String subject = "The bundled judge " + resource;
    try (InputStream in = resource.openStream()) {
      return read(in, subject);
    } catch (IOException e) {
      throw ModelSource.unreadable(subject, e);
    }
  }

  static JudgeModel read(Path path) {
    String subject = "The judge's file '" + path + "'";
    try (InputStream in = Files.newInputStream(path)) {
      return read(in, subject);
    } catch (IOException e) {
      throw ModelSource.unreadable(subject, e);
    }
  }

  private static JudgeModel read(InputStream in, String subject) throws IOException {
    try {
      SafetensorsFile file = SafetensorsReader.read(in);
      JudgeModel judge = decode(file, subject);
      file.checkSha256(MetadataTexts.text(file.metadata(), "sha256"));
      return judge;
    } catch (FormatException e) {
      throw ModelFile.unusable(subject, e);
    }
  }

  private static JudgeModel decode(SafetensorsFile file, String subject) throws FormatException {
    Map<String, String> texts = file.metadata();
    MetadataTexts.checkFormat(texts, FORMAT, FORMAT_VERSION);
    List<String> names = MetadataTexts.domains(texts);
    int imageSize = MetadataTexts.integer(texts, "image_size");
    Provenance provenance = MetadataTexts.provenance(texts);
    try {
      List<DomainLabel> domains = names.stream().map(DomainLabel::of).toList();
      JudgeNetwork network = new JudgeNetwork(imageSize, domains.size());
      return new JudgeModel(domains, network, file.tensors(), provenance, subject);
    } catch (IllegalArgumentException e) {
      throw new FormatException("its metadata describe no judge: " + e.getMessage(), e);
    }
  }

  static void write(JudgeModel judge, Path path, WeightType type) throws IOException {
    Map<String, Tensor> tensors = ModelFile.convert(judge.tensors(), type);
    Map<String, String> texts = new TreeMap<>();
    MetadataTexts.putFormat(texts, FORMAT, FORMAT_VERSION);
    texts.put("image_size", Integer.toString(judge.network().imageSize()));
    MetadataTexts.putDomains(texts, judge.domains());
    MetadataTexts.putProvenance(texts, judge.provenance());
    texts.put("sha256", SafetensorsFile.sha256(tensors.values()));
    SafetensorsFile file = new SafetensorsFile(texts, tensors);

    AtomicFile.write(path.toAbsolutePath(), out -> file.write(Channels.newChannel(out)));
  }
}

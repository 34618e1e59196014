package io.trvae.model;

import io.trvae.DomainLabel;
import io.trvae.network.JudgeNetwork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a judge's file holds beside weights and their origin. */
final class JudgeFile {

  private static final AuxiliaryFile FILE =
      new AuxiliaryFile("judge", "trvae-judge", 1, "io/trvae/models/judge.safetensors");

  private JudgeFile() {}

  static JudgeModel readBundled() {
    return FILE.readBundled(JudgeFile::decode);
  }

  static JudgeModel read(Path path) {
    return FILE.read(path, JudgeFile::decode);
  }

  private static JudgeModel decode(SafetensorsFile file, Provenance provenance, String subject)
      throws FormatException {
    Map<String, String> texts = file.metadata();
    List<DomainLabel> domains = MetadataTexts.domains(texts).stream().map(DomainLabel::of).toList();
    JudgeNetwork network =
        new JudgeNetwork(MetadataTexts.integer(texts, "image_size"), domains.size());
    return new JudgeModel(domains, network, file.tensors(), provenance, subject);
  }

  static void write(JudgeModel judge, Path path, WeightType type) throws IOException {
    Map<String, String> texts = new TreeMap<>();
    texts.put("image_size", Integer.toString(judge.network().imageSize()));
    MetadataTexts.putDomains(texts, judge.domains());
    FILE.write(path, judge.tensors(), type, judge.provenance(), texts);
  }
}

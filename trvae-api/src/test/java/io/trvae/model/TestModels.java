package io.trvae.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.trvae.DomainLabel;
import io.trvae.network.Architecture;
import io.trvae.network.NetworkSpec;
import io.trvae.network.Parameter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Small models without any training. */
final class TestModels {

  private TestModels() {}

  /** The smallest real network, 1.2 million weights; the museum's files hold exactly this model. */
  static TransferModel compact() {
    return compact(Map.of("content", 0.75, "sharpness", 1.5));
  }

  static TransferModel compact(Map<String, Double> metrics) {
    ModelSpec spec =
        new ModelSpec(
            new NetworkSpec(Architecture.COMPACT, 16, 2, 2, 2, 0.25f),
            List.of(DomainLabel.REAL, DomainLabel.ANIME));
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Parameter parameter : spec.network().network().parameters()) {
      float[] values = new float[parameter.size()];
      for (int i = 0; i < values.length; i++) {
        // A short period keeps the museum's files small; most values are no float16 values.
        values[i] = (i % 7 - 3) * 0.1f + tensors.size() * 0.01f;
      }
      tensors.put(parameter.name(), Tensor.of(parameter.shape(), values));
    }
    return new TransferModel(spec, tensors, provenance(metrics));
  }

  private static Provenance provenance(Map<String, Double> metrics) {
    return new Provenance(
        Instant.parse("2026-11-01T12:30:00Z"),
        new TreeMap<>(Map.of("trvae", "0.1.0", "java", "17.0.15")),
        new TreeMap<>(Map.of("real", 60_000, "anime", 50_000)),
        new TreeMap<>(Map.of("seed", "7", "quote \"", "a = <b> & \u00e4\n\u65e5\u672c")),
        new TreeMap<>(metrics),
        "For research only; \u00a9 the authors");
  }

  static void assertSame(TransferModel actual, TransferModel expected) {
    assertThat(actual.spec()).isEqualTo(expected.spec());
    assertThat(actual.provenance()).isEqualTo(expected.provenance());
    assertSameTensors(actual, expected);
  }

  static void assertSameTensors(TransferModel actual, TransferModel expected) {
    assertThat(actual.tensors().keySet()).containsExactlyElementsOf(expected.tensors().keySet());
    actual
        .tensors()
        .forEach(
            (name, tensor) -> {
              assertThat(tensor.shape()).isEqualTo(expected.tensor(name).shape());
              assertThat(tensor.type()).isEqualTo(expected.tensor(name).type());
              assertThat(tensor.bytes().equals(expected.tensor(name).bytes())).as(name).isTrue();
            });
  }
}

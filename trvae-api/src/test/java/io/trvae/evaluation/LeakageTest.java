package io.trvae.evaluation;

import static io.trvae.DomainLabel.ANIME;
import static io.trvae.DomainLabel.REAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.trvae.DomainLabel;
import io.trvae.model.TransferModel;
import io.trvae.network.Architecture;
import io.trvae.network.NetworkSpec;
import io.trvae.testkit.RandomModels;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LeakageTest {

  private static final List<DomainLabel> DOMAINS = List.of(REAL, ANIME);
  private static final TransferModel MODEL =
      RandomModels.create(new NetworkSpec(Architecture.COMPACT, 16, 2, 3, 8, 0), 1);

  private static float[][] gaussian(int count, double mean, long seed) {
    Random random = new Random(seed);
    float[][] vectors = new float[count][3];
    for (float[] vector : vectors) {
      for (int i = 0; i < vector.length; i++) {
        vector[i] = (float) (mean + random.nextGaussian());
      }
    }
    return vectors;
  }

  private static double value(List<Figure> figures, String metric) {
    return figures.stream()
        .filter(figure -> figure.metric().equals(metric))
        .mapToDouble(Figure::value)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void findsDomainsThatLieApart() {
    List<Figure> figures =
        Leakage.figures(MODEL, DOMAINS, List.of(gaussian(30, 0, 1), gaussian(30, 20, 2)), 1);

    assertThat(figures)
        .extracting(Figure::metric)
        .containsExactly(
            "leakage_linear_latent", "leakage_mlp_latent", "leakage_linear_mmd", "leakage_mlp_mmd");
    assertThat(figures).extracting(Figure::value).containsOnly(1.0);
  }

  /** With all images of the larger domain, a probe would be right in five of six by guessing. */
  @Test
  void chanceIsOneOfTheDomainsWhateverTheirSizes() {
    List<Figure> figures =
        Leakage.figures(MODEL, DOMAINS, List.of(gaussian(100, 0, 3), gaussian(500, 0, 4)), 1);

    assertThat(value(figures, "leakage_linear_latent")).isCloseTo(0.5, within(0.12));
    assertThat(value(figures, "leakage_mlp_latent")).isCloseTo(0.5, within(0.12));
    // The decoder's first layer has seen the label.
    assertThat(value(figures, "leakage_linear_mmd")).isGreaterThan(0.9);
  }
}

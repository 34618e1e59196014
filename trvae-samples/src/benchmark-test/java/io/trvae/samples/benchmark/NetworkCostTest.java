package io.trvae.samples.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.trvae.network.Architecture;
import io.trvae.network.NetworkSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class NetworkCostTest {

  /** Channels in, channels out, kernel, side of the output. */
  private static final long[][] CONVOLUTIONS = {
    {6, 32, 4, 32},
    {32, 64, 4, 16},
    {64, 128, 4, 8},
    {128, 256, 4, 4},
    {256, 128, 3, 8},
    {128, 64, 3, 16},
    {64, 32, 3, 32},
    {32, 32, 3, 64},
    {32, 3, 3, 64},
  };

  @Test
  void countsEveryConvolutionAndDenseLayerOfATransfer() {
    long expected = 4096L * 128 + (128 + 3) * 256L + (256 + 3) * 4096L;
    for (long[] c : CONVOLUTIONS) {
      expected += c[0] * c[1] * c[2] * c[2] * c[3] * c[3];
    }

    NetworkSpec spec = new NetworkSpec(Architecture.COMPACT, 64, 3, 128, 256, 0);
    assertThat(NetworkCost.multiplyAdds(spec.network())).isEqualTo(expected);
  }

  @Test
  void countsWhatTurnsALabelIntoFeatures() {
    NetworkSpec three = new NetworkSpec(Architecture.ARCH_STYLE_1, 64, 3, 128, 256, 0);
    // A dense layer of 128 in the encoder, one of 256 in the decoder.
    assertThat(NetworkCost.multiplyAdds(three.withDomainCount(4).network()))
        .isEqualTo(NetworkCost.multiplyAdds(three.network()) + 128 + 256);
  }

  /** Most of them: the hidden layers of arch_style_2 are as wide for every image. */
  @ParameterizedTest
  @EnumSource(value = Architecture.class, mode = Mode.EXCLUDE, names = "ARCH_STYLE_2")
  void growsWithTheNumberOfPixels(Architecture architecture) {
    double small = cost(architecture, 128);
    double large = cost(architecture, 256);

    assertThat(large / small).isBetween(3.98, 4.0);
  }

  private static long cost(Architecture architecture, int size) {
    return NetworkCost.multiplyAdds(
        new NetworkSpec(architecture, size, 3, 128, 256, 0).network());
  }
}

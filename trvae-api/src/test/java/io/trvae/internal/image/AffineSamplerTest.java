package io.trvae.internal.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.geom.AffineTransform;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AffineSamplerTest {

  private final RgbPixels picture = noise(12, 8);

  @Test
  void whatStaysInPlaceKeepsItsColours() {
    AffineSampler sampler = new AffineSampler(picture, new AffineTransform());
    for (int y = 0; y < 8; y++) {
      for (int x = 0; x < 12; x++) {
        assertSample(sampler, x, y, picture, x, y, 0);
      }
    }
  }

  @Test
  void beyondTheEdgesThePictureIsMirroredAgainAndAgain() {
    AffineSampler sampler = new AffineSampler(picture, new AffineTransform());
    assertSample(sampler, -1, -2, picture, 0, 1, 0);
    assertSample(sampler, -13, 3, picture, 11, 3, 0);
    assertSample(sampler, 12, 8, picture, 11, 7, 0);
    assertSample(sampler, 24, 17, picture, 0, 1, 0);
  }

  @Test
  void shrinkingAveragesAsTheResamplerDoes() {
    RgbPixels expected = Resampler.resize(picture, 3, 2);
    AffineSampler sampler = new AffineSampler(picture, AffineTransform.getScaleInstance(4, 4));
    for (int y = 0; y < 2; y++) {
      for (int x = 0; x < 3; x++) {
        assertSample(sampler, x, y, expected, x, y, 0.51f);
      }
    }
  }

  @Test
  void enlargingInterpolatesAsTheResamplerDoes() {
    RgbPixels expected = Resampler.resize(picture, 36, 24);
    AffineSampler sampler =
        new AffineSampler(picture, AffineTransform.getScaleInstance(1 / 3.0, 1 / 3.0));
    // Within two pixels of the edges one mirrors and the other repeats.
    for (int y = 6; y < 18; y++) {
      for (int x = 6; x < 30; x++) {
        assertSample(sampler, x, y, expected, x, y, 0.51f);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {1.5, 2.7, 65, 1e6, 1e12})
  void shrinkingDoesNotAlias(double scale) {
    byte[] rgb = new byte[RgbPixels.size(200, 200)];
    for (int y = 0; y < 200; y++) {
      for (int x = 0; x < 200; x++) {
        for (int channel = 0; channel < 3; channel++) {
          rgb[3 * (200 * y + x) + channel] = (byte) (200 * ((x + y) % 2));
        }
      }
    }
    AffineTransform turnedToo = AffineTransform.getScaleInstance(scale, scale);
    turnedToo.rotate(0.3);
    float[] colour = new float[3];
    new AffineSampler(new RgbPixels(200, 200, rgb), turnedToo).sample(5, 7, colour);
    assertThat(colour[1]).isEqualTo(100, within(scale < 60 ? 30f : 3f));
  }

  private static void assertSample(
      AffineSampler sampler, int x, int y, RgbPixels expected, int column, int row, float error) {
    float[] colour = new float[3];
    sampler.sample(x, y, colour);
    for (int channel = 0; channel < 3; channel++) {
      float value = Math.max(0, Math.min(255, colour[channel]));
      int sample = expected.rgb()[3 * (row * expected.width() + column) + channel] & 0xff;
      assertThat(value).isEqualTo(sample, within(error));
    }
  }

  private static RgbPixels noise(int width, int height) {
    byte[] rgb = new byte[RgbPixels.size(width, height)];
    new Random(1).nextBytes(rgb);
    return new RgbPixels(width, height, rgb);
  }
}

package io.trvae.evaluation;

import static io.trvae.evaluation.TestBatches.at;
import static io.trvae.evaluation.TestBatches.grey;
import static io.trvae.evaluation.TestBatches.luminanceAt;
import static io.trvae.evaluation.TestBatches.noise;
import static io.trvae.evaluation.TestBatches.plain;
import static io.trvae.evaluation.TestBatches.scaled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ContentPreservationTest {

  private final ImageBatch inputs = noise(3, 16, 0, 1, 1);
  private final ImageBatch outputs = noise(3, 16, 0, 1, 2);

  @Test
  void brighterAndFlatterImagesKeepEverything() {
    ImageBatch flatter = scaled(inputs, 0.25, 0.5);

    assertThat(ContentPreservation.luminance(inputs, flatter).value()).isCloseTo(1, within(1e-5));
    assertThat(ContentPreservation.chroma(inputs, flatter).value()).isCloseTo(1, within(1e-5));
  }

  @Test
  void negativesKeepTheOpposite() {
    ImageBatch negatives = scaled(inputs, -1, 1);

    assertThat(ContentPreservation.luminance(inputs, negatives).value())
        .isCloseTo(-1, within(1e-5));
    assertThat(ContentPreservation.chroma(inputs, negatives).value()).isCloseTo(-1, within(1e-5));
  }

  @Test
  void plainImagesKeepNothing() {
    ImageBatch plain = plain(16, grey(0.3), grey(0.3), grey(0.3));

    assertThat(ContentPreservation.luminance(inputs, plain)).isEqualTo(new Estimate(0, 0));
    assertThat(ContentPreservation.chroma(inputs, plain)).isEqualTo(new Estimate(0, 0));
  }

  @Test
  void luminanceIsPearsonsCorrelationOfBoxes() {
    double sum = 0;
    for (int image = 0; image < 3; image++) {
      double[] a = new double[64];
      double[] b = new double[64];
      for (int y = 0; y < 16; y++) {
        for (int x = 0; x < 16; x++) {
          a[y / 2 * 8 + x / 2] += luminanceAt(inputs, image, y, x) / 4;
          b[y / 2 * 8 + x / 2] += luminanceAt(outputs, image, y, x) / 4;
        }
      }
      sum += pearson(a, b);
    }

    assertThat(ContentPreservation.luminance(inputs, outputs).value())
        .isCloseTo(sum / 3, within(1e-9));
  }

  @Test
  void sizesThatEightDoesNotDivideWork() {
    ImageBatch odd = noise(2, 11, 0, 1, 3);

    assertThat(ContentPreservation.luminance(odd, odd).value()).isCloseTo(1, within(1e-12));
  }

  /** Only the middle counts: rows and columns 5 to 10 of 16. */
  @Test
  void chromaIsTheCorrelationOfCentralColours() {
    double[][] a = new double[2][3];
    double[][] b = new double[2][3];
    for (int image = 0; image < 3; image++) {
      for (int y = 5; y < 11; y++) {
        for (int x = 5; x < 11; x++) {
          a[0][image] += (at(inputs, image, 2, y, x) - luminanceAt(inputs, image, y, x)) / 1.772;
          a[1][image] += (at(inputs, image, 0, y, x) - luminanceAt(inputs, image, y, x)) / 1.402;
          b[0][image] += (at(outputs, image, 2, y, x) - luminanceAt(outputs, image, y, x)) / 1.772;
          b[1][image] += (at(outputs, image, 0, y, x) - luminanceAt(outputs, image, y, x)) / 1.402;
        }
      }
    }
    double covariance = covariance(a[0], b[0]) + covariance(a[1], b[1]);
    double varianceA = covariance(a[0], a[0]) + covariance(a[1], a[1]);
    double varianceB = covariance(b[0], b[0]) + covariance(b[1], b[1]);

    Estimate chroma = ContentPreservation.chroma(inputs, outputs);

    assertThat(chroma.value())
        .isCloseTo(covariance / Math.sqrt(varianceA * varianceB), within(1e-9));
    assertThat(chroma.error()).isPositive();
  }

  @Test
  void chromaNeedsTwoImages() {
    ImageBatch one = noise(1, 16, 0, 1, 1);

    assertThatIllegalArgumentException().isThrownBy(() -> ContentPreservation.chroma(one, one));
    ImageBatch two = noise(2, 16, 0, 1, 1);
    assertThat(ContentPreservation.chroma(two, two).error()).isNaN();
  }

  @Test
  void refusesOtherShapes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ContentPreservation.luminance(inputs, noise(2, 16, 0, 1, 1)))
        .withMessageContaining("3 images of 16 x 16 cannot be compared with 2 images of 16 x 16");
    ImageBatch small = noise(2, 7, 0, 1, 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ContentPreservation.luminance(small, small));
  }

  private static double pearson(double[] a, double[] b) {
    return covariance(a, b) / Math.sqrt(covariance(a, a) * covariance(b, b));
  }

  private static double covariance(double[] a, double[] b) {
    double sumA = 0;
    double sumB = 0;
    double products = 0;
    for (int i = 0; i < a.length; i++) {
      sumA += a[i];
      sumB += b[i];
      products += a[i] * b[i];
    }
    return products / a.length - sumA / a.length * sumB / a.length;
  }
}

package io.trvae.dl4j.internal.locating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.trvae.RgbImage;
import io.trvae.face.Face;
import io.trvae.network.LocatorNetwork;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaceSearchTest {

  private static final int STRIDE = LocatorNetwork.STRIDE;

  /**
   * Takes white discs for faces: knows those whose diameter is about {@link
   * LocatorNetwork#FACE_SIDE}, by how many pixels are white around a cell, none of them far from
   * it, and says where the white ones have their mean.
   */
  private static float[] discs(float[] pixels, int width, int height) {
    int columns = (width + STRIDE - 1) / STRIDE;
    int rows = (height + STRIDE - 1) / STRIDE;
    float[] cells = new float[rows * columns * LocatorNetwork.CHANNELS];
    for (int cell = 0; cell < rows * columns; cell++) {
      double left = cell % columns * STRIDE + 0.5;
      double top = cell / columns * STRIDE + 0.5;
      double white = 0;
      double rim = 0;
      double right = 0;
      double down = 0;
      for (int y = (int) Math.max(0, top - 36); y < Math.min(height, top + 36); y++) {
        for (int x = (int) Math.max(0, left - 36); x < Math.min(width, left + 36); x++) {
          double dx = x + 0.5 - left;
          double dy = y + 0.5 - top;
          float value = pixels[3 * (y * width + x)];
          if (Math.hypot(dx, dy) < 36) {
            white += value;
            rim += Math.hypot(dx, dy) > 33 ? value : 0;
            right += value * dx;
            down += value * dy;
          }
        }
      }
      double diameter = 2 * Math.sqrt(white / Math.PI);
      double side = Math.log(diameter / LocatorNetwork.FACE_SIDE) / Math.log(2);
      double apart = Math.hypot(right, down) / Math.max(1, white);
      int at = cell * LocatorNetwork.CHANNELS;
      cells[at + LocatorNetwork.LOGIT] = (float) (6 - 10 * Math.abs(side) - apart / 2 - rim);
      cells[at + LocatorNetwork.RIGHT] = (float) (right / Math.max(1, white) / STRIDE);
      cells[at + LocatorNetwork.DOWN] = (float) (down / Math.max(1, white) / STRIDE);
      cells[at + LocatorNetwork.SIDE] = (float) side;
      cells[at + LocatorNetwork.ROLL] = 0.2f;
    }
    return cells;
  }

  private static RgbImage withDiscs(int width, int height, double... centresAndDiameters) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.WHITE);
    for (int i = 0; i < centresAndDiameters.length; i += 3) {
      double diameter = centresAndDiameters[i + 2];
      graphics.fill(
          new Ellipse2D.Double(
              centresAndDiameters[i] - diameter / 2,
              centresAndDiameters[i + 1] - diameter / 2,
              diameter,
              diameter));
    }
    graphics.dispose();
    return RgbImage.of(image);
  }

  /** The photo is as large as a canvas, smaller, of another form, or much larger. */
  @ParameterizedTest
  @CsvSource({
    "160, 160, 70, 60, 44",
    "160, 160, 90, 80, 85",
    "100, 70, 44, 31, 30",
    "320, 200, 150, 85, 160",
    "200, 320, 60, 260, 45",
    "1700, 300, 1200, 140, 250",
    "640, 640, 320, 320, 640",
  })
  void tellsWhereAFaceIsInThePhoto(int width, int height, double x, double y, double side) {
    List<Face> faces =
        new FaceSearch(FaceSearchTest::discs).in(withDiscs(width, height, x, y, side));

    assertThat(faces).hasSize(1);
    Face face = faces.get(0);
    assertThat(face.centreX()).isCloseTo(x, within(0.03 * side));
    assertThat(face.centreY()).isCloseTo(y, within(0.03 * side));
    assertThat(face.side()).isCloseTo(side, within(0.06 * side));
    assertThat(face.rollDegrees()).isCloseTo(9, within(1e-5));
    assertThat(face.confidence()).isGreaterThan(0.5);
  }

  @Test
  void findsSmallAndLarge() {
    RgbImage photo = withDiscs(320, 320, 60, 60, 45, 200, 180, 200);

    List<Face> faces = new FaceSearch(FaceSearchTest::discs).in(photo);

    assertThat(faces).hasSize(2);
    assertThat(faces.get(0).confidence()).isGreaterThanOrEqualTo(faces.get(1).confidence());
  }

  @Test
  void whatIsMirroredBeyondTheEdgeIsNoFace() {
    // The canvas goes on to 640, where the disc is there again, at 530.
    List<Face> faces = new FaceSearch(FaceSearchTest::discs).in(withDiscs(640, 485, 80, 440, 46));

    assertThat(faces).hasSize(1);
    assertThat(faces.get(0).centreY()).isLessThan(485);
  }

  @Test
  void asksForFewSizes() {
    List<List<Integer>> asked = new ArrayList<>();
    FaceSearch search =
        new FaceSearch(
            (pixels, width, height) -> {
              assertThat(pixels).hasSize(3 * width * height);
              asked.add(List.of(width, height));
              float[] none = new float[(width + 7) / 8 * ((height + 7) / 8) * 5];
              Arrays.fill(none, -9);
              return none;
            });

    search.in(withDiscs(1, 1));
    search.in(withDiscs(2000, 1000));

    assertThat(asked)
        .containsExactly(
            List.of(160, 160),
            List.of(80, 80),
            List.of(40, 40),
            List.of(640, 320),
            List.of(320, 160),
            List.of(160, 80),
            List.of(80, 40),
            List.of(40, 20));
  }
}

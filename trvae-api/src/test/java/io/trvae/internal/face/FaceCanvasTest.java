package io.trvae.internal.face;

import static org.assertj.core.api.Assertions.assertThat;

import io.trvae.RgbImage;
import io.trvae.face.Face;
import io.trvae.testkit.Images;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaceCanvasTest {

  private static final int SIZE = 64;
  private static final RgbImage WHITE = flat(SIZE, 255);

  @ParameterizedTest(name = "a face of side {2} at ({0}, {1}), roll {3}")
  @CsvSource({
    "150, 120, 64, 0",
    "150, 120, 64, 30",
    "150, 120, 230, 30",
    "150, 120, 230, -100",
    "150.4, 119.7, 20.3, 30",
    "10, 230, 90, 30",
    "299, 0.5, 200, -30",
    "-20, 120, 100, 15",
    "150, 120, 600, 30",
  })
  void cutOutAndPutBackAPhotoStaysAsItIs(double x, double y, double side, double roll) {
    assertStaysAsItIs(300, 240, new Face(x, y, side, roll, 1));
  }

  @Test
  void onWholePixelsItStaysExactlyAsItIs() {
    RgbImage noise = Images.noise(100, 90, 1);
    FaceCanvas canvas = new FaceCanvas(noise);
    Face face = Face.of(40, 50, SIZE);

    canvas.put(face, new FaceCutter(noise).cut(face, SIZE));

    assertThat(canvas.toImage()).isEqualTo(noise);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 30})
  void pixelsOutsideTheMaskAreNotTouched(double roll) {
    RgbImage noise = Images.noise(200, 150, 2);
    List<Face> faces = List.of(new Face(70, 60, 80, roll, 1), new Face(195, 140, 50, roll, 1));
    FaceCanvas canvas = new FaceCanvas(noise);

    faces.forEach(face -> canvas.put(face, WHITE));

    Differences differences = Differences.between(noise, canvas.toImage(), faces);
    assertThat(differences.outside()).isZero();
    assertThat(differences.inside()).isGreaterThan(3 * 4000);
  }

  @Test
  void theMaskIsOpaqueInTheMiddleAndFadesEvenly() {
    FaceCanvas canvas = new FaceCanvas(flat(201, 0));
    canvas.put(Face.of(100.5, 100.5, 200), WHITE);
    byte[] rgb = canvas.toImage().rgb();
    int[] downwards = new int[101];
    int[] sideways = new int[101];
    for (int i = 0; i <= 100; i++) {
      downwards[i] = rgb[3 * (201 * (100 + i) + 100)] & 0xff;
      sideways[i] = rgb[3 * (201 * 100 + 100 + i)] & 0xff;
    }

    assertThat(Arrays.copyOf(downwards, 80)).containsOnly(255);
    assertThat(Arrays.copyOf(sideways, 72)).containsOnly(255);
    assertThat(downwards[81]).isGreaterThan(250);
    assertThat(downwards[90]).isBetween(126, 129);
    assertThat(downwards[99]).isLessThan(5);
    assertThat(sideways[81]).isBetween(126, 129);
    assertThat(downwards[100]).isZero();
    assertThat(sideways[90]).isZero();
    for (int i = 80; i < 100; i++) {
      // 1.5 is the steepest slope of 3t^2 - 2t^3, and t takes 20 pixels.
      assertThat(downwards[i] - downwards[i + 1]).isBetween(0, (int) (255 * 1.5 / 20) + 1);
    }
  }

  @Test
  void aFaceLeansBackIntoThePhoto() {
    Face leaning = new Face(150, 120, 180, 30, 1);
    DrawnPhoto photo = DrawnPhoto.of(300, 240, List.of(leaning));
    Face upright = new Face(128, 128, 256, 0, 1);
    RgbImage drawn = DrawnPhoto.of(256, 256, List.of(upright)).image();
    FaceCanvas canvas = new FaceCanvas(photo.image());

    canvas.put(leaning, drawn);

    List<Face> features = List.of(new Face(150, 120, 90, 30, 1));
    assertThat(Differences.between(photo.image(), canvas.toImage(), features).largestInside())
        .isLessThan(6);
  }

  @Test
  void aFaceInALargePhotoIsPutBack() {
    assertStaysAsItIs(4000, 3000, new Face(2100, 1400, 1600, 30, 1));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-9, 0.3, 1, 2, 1e9})
  void aPictureOfOnePixelIsAllFaceOrNone(double side) {
    FaceCanvas canvas = new FaceCanvas(flat(1, 7));
    canvas.put(Face.of(0.5, 0.5, side), WHITE);
    assertThat(canvas.toImage()).isEqualTo(flat(1, 255));

    canvas.put(Face.of(0.5 + side, 0.5, side), flat(SIZE, 9));
    assertThat(canvas.toImage()).isEqualTo(flat(1, 255));
  }

  private static void assertStaysAsItIs(int width, int height, Face face) {
    DrawnPhoto photo = DrawnPhoto.of(width, height, List.of(face));
    FaceCanvas canvas = new FaceCanvas(photo.image());

    canvas.put(face, new FaceCutter(photo.image()).cut(face, SIZE));

    Differences differences = Differences.between(photo.image(), canvas.toImage(), List.of(face));
    assertThat(differences.outside()).isZero();
    assertThat(differences.largestInside()).isLessThan(12);
  }

  private static RgbImage flat(int size, int level) {
    byte[] rgb = new byte[3 * size * size];
    Arrays.fill(rgb, (byte) level);
    return RgbImage.ofRgb(size, size, rgb);
  }
}

package io.trvae.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.trvae.RgbImage;
import io.trvae.dl4j.TrainedFaceLocator;
import io.trvae.face.Face;
import io.trvae.model.LocatorModel;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the published weights of the locator find; how well is measured on a whole test split. */
class BundledLocatorTest {

  private static TrainedFaceLocator locator;

  @BeforeAll
  static void open() {
    locator = TrainedFaceLocator.bundled();
  }

  @AfterAll
  static void close() {
    locator.close();
  }

  private static BufferedImage demo(int index) throws IOException {
    return DemoImage.all().get(index).read().toBufferedImage();
  }

  private static RgbImage portrait() throws IOException {
    try (InputStream in = DemoImage.class.getResourceAsStream("demo/astronaut-full.jpg")) {
      return RgbImage.read(in);
    }
  }

  /** A picture without anything in it that was anywhere near a camera. */
  private static BufferedImage sky(int width, int height) {
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    graphics.setPaint(
        new GradientPaint(0, 0, new Color(90, 130, 180), 0, height, new Color(220, 225, 230)));
    graphics.fillRect(0, 0, width, height);
    graphics.dispose();
    return picture;
  }

  private static void put(BufferedImage picture, BufferedImage image, Face face) {
    Graphics2D graphics = picture.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    AffineTransform transform = new AffineTransform();
    transform.translate(face.centreX(), face.centreY());
    transform.rotate(Math.toRadians(face.rollDegrees()));
    transform.scale(face.side() / image.getWidth(), face.side() / image.getHeight());
    transform.translate(-image.getWidth() / 2.0, -image.getHeight() / 2.0);
    graphics.drawImage(image, transform, null);
    graphics.dispose();
  }

  private static void assertFound(List<Face> found, Face wanted) {
    assertThat(found)
        .anySatisfy(
            face -> {
              assertThat(face.centreX()).isCloseTo(wanted.centreX(), within(wanted.side() / 6));
              assertThat(face.centreY()).isCloseTo(wanted.centreY(), within(wanted.side() / 6));
              assertThat(face.side() / wanted.side()).isBetween(0.75, 1.33);
              assertThat(face.rollDegrees()).isCloseTo(wanted.rollDegrees(), within(15.0));
            });
  }

  /** Where the face is, its source tells. */
  @Test
  void findsTheFaceOfThePortrait() throws IOException {
    List<Face> found = locator.locate(portrait());

    assertFound(found.subList(0, 1), Face.of(225, 110, 156));
  }

  @Test
  void findsFacesOfEveryDomain() throws IOException {
    BufferedImage picture = sky(640, 400);
    List<Face> faces =
        List.of(Face.of(110, 210, 120), Face.of(310, 160, 90), Face.of(520, 230, 160));
    for (int i = 0; i < 3; i++) {
      put(picture, demo(2 * i), faces.get(i));
    }

    List<Face> found = locator.locate(RgbImage.of(picture));

    faces.forEach(face -> assertFound(found, face));
    assertThat(found).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-30, 30})
  void findsWhoLeans(double degrees) throws IOException {
    BufferedImage picture = sky(500, 500);
    Face face = Face.of(250, 260, 200).withRollDegrees(degrees);
    put(picture, demo(0), face);

    assertFound(locator.locate(RgbImage.of(picture)), face);
  }

  @Test
  void findsFortyFaces() throws IOException {
    BufferedImage picture = sky(1280, 800);
    int recognised = 0;
    for (int i = 0; i < 40; i++) {
      put(picture, demo(i % 5), Face.of(80 + i % 8 * 160, 80 + i / 8 * 160, 130));
    }

    List<Face> found = locator.locate(RgbImage.of(picture));

    for (int i = 0; i < 40; i++) {
      double x = 80 + i % 8 * 160;
      double y = 80 + i / 8 * 160;
      recognised +=
          found.stream().anyMatch(face -> Math.hypot(face.centreX() - x, face.centreY() - y) < 25)
              ? 1
              : 0;
    }
    assertThat(recognised).isGreaterThanOrEqualTo(38);
  }

  @Test
  void findsWhoIsCutByTheEdge() throws IOException {
    BufferedImage picture = sky(400, 300);
    Face face = Face.of(350, 160, 160);
    put(picture, demo(0), face);

    assertFound(locator.locate(RgbImage.of(picture)), face);
  }

  @Test
  void findsSmallAndHuge() throws IOException {
    BufferedImage small = sky(160, 120);
    put(small, demo(0), Face.of(80, 60, 40));
    assertFound(locator.locate(RgbImage.of(small)), Face.of(80, 60, 40));

    BufferedImage huge = sky(8000, 6000);
    put(huge, demo(0), Face.of(3000, 2500, 1200));
    assertFound(locator.locate(RgbImage.of(huge)), Face.of(3000, 2500, 1200));
  }

  @Test
  void aFaceMayFillThePicture() throws IOException {
    RgbImage whole = DemoImage.all().get(0).read();
    double side = whole.width();

    assertFound(locator.locate(whole), Face.of(side / 2, side / 2, side));
  }

  @Test
  void findsNothingWhereNothingIs() {
    assertThat(locator.locate(RgbImage.of(sky(640, 480)))).isEmpty();
    assertThat(locator.locate(RgbImage.of(sky(1, 1)))).isEmpty();
    assertThat(locator.locate(RgbImage.of(sky(3000, 2)))).isEmpty();
  }

  @Test
  void tellsUnderWhichTermsItMayBeUsed() {
    assertThat(LocatorModel.bundled().provenance().licence()).contains("non-commercial");
  }
}

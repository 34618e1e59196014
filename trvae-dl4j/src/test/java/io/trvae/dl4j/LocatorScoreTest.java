package io.trvae.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.trvae.DomainLabel;
import io.trvae.RgbImage;
import io.trvae.dl4j.internal.scenes.SceneComposer;
import io.trvae.face.Face;
import io.trvae.face.FaceLocator;
import io.trvae.training.DomainDataset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class LocatorScoreTest {

  private static final int SCENES = 12;

  /** Grey images. */
  private record Grey() implements DomainDataset {

    @Override
    public List<DomainLabel> domains() {
      return List.of(DomainLabel.of("grey"));
    }

    @Override
    public int imageSize() {
      return 8;
    }

    @Override
    public int size(int domain) {
      return 1;
    }

    @Override
    public void copyTo(int domain, int index, float[] target, int offset, boolean mirrored) {
      Arrays.fill(target, offset, offset + 3 * 64, 0.5f);
    }
  }

  /** Knows every scene by heart, and changes what it says. */
  private static LocatorScore score(UnaryOperator<List<Face>> change) {
    SceneComposer composer = new SceneComposer(new Grey(), 1);
    Map<RgbImage, List<Face>> answers = new HashMap<>();
    for (int i = 0; i < SCENES; i++) {
      var scene = composer.compose(new SceneComposer.Wish(640, 480, List.of(0), 0, 5, 36, 420), i);
      answers.put(RgbImage.of(scene.picture()), scene.faces());
    }
    FaceLocator locator = photo -> change.apply(answers.get(photo));
    return LocatorScore.measure(locator, new Grey(), SCENES, 1).get(0);
  }

  @Test
  void whoFindsEveryFaceHasAllPoints() {
    LocatorScore score = score(faces -> faces);

    assertThat(score.domain()).isEqualTo(DomainLabel.of("grey"));
    assertThat(score.faces()).isGreaterThan(SCENES);
    assertThat(score.recall()).isEqualTo(1);
    assertThat(score.precision()).isEqualTo(1);
  }

  @Test
  void whoFindsNothingClaimsNothing() {
    LocatorScore score = score(faces -> List.of());

    assertThat(score.recall()).isZero();
    assertThat(score.precision()).isNaN();
  }

  @Test
  void aFaceCountsOnce() {
    LocatorScore score = score(faces -> faces.isEmpty() ? faces : twice(faces.get(0)));

    assertThat(score.precision()).isEqualTo(0.5);
    assertThat(score.found()).isEqualTo(score.findings() / 2).isLessThan(score.faces());
  }

  private static List<Face> twice(Face face) {
    return List.of(face, face);
  }

  /** Of two squares that are a third of their side apart, 2/3 are common: 1/2 of 4/3. */
  @Test
  void halfOfBothTogetherHasToBeCommon() {
    assertThat(score(faces -> moved(faces, 0.33)).recall()).isEqualTo(1);
    assertThat(score(faces -> moved(faces, 0.34)).recall()).isLessThan(0.1);
  }

  private static List<Face> moved(List<Face> faces, double sides) {
    return faces.stream()
        .map(face -> Face.of(face.centreX() + sides * face.side(), face.centreY(), face.side()))
        .toList();
  }

  @Test
  void needsAScene() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LocatorScore.measure(photo -> List.of(), new Grey(), 0, 1))
        .withMessageContaining("scenes");
  }
}

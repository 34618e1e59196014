package io.trvae.dl4j.internal.scenes;

import static org.assertj.core.api.Assertions.assertThat;

import io.trvae.DomainLabel;
import io.trvae.face.Face;
import io.trvae.training.DomainDataset;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SceneComposerTest {

  /** Images of one colour: pure red, and pure blue. */
  private record Colours() implements DomainDataset {

    @Override
    public List<DomainLabel> domains() {
      return List.of(DomainLabel.of("red"), DomainLabel.of("blue"));
    }

    @Override
    public int imageSize() {
      return 16;
    }

    @Override
    public int size(int domain) {
      return 3;
    }

    @Override
    public void copyTo(int domain, int index, float[] target, int offset, boolean mirrored) {
      Arrays.fill(target, offset, offset + 3 * 256, 0);
      Arrays.fill(target, offset + domain * 512, offset + domain * 512 + 256, 1);
    }
  }

  private static final SceneComposer.Wish WISH =
      new SceneComposer.Wish(120, 90, List.of(0), 1, 3, 20, 40);

  private static int[] pixels(BufferedImage image) {
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }

  @Test
  void keepsToTheWish() {
    SceneComposer composer = new SceneComposer(new Colours(), 1);
    Set<Integer> counts = new HashSet<>();
    for (int i = 0; i < 60; i++) {
      Scene scene = composer.compose(WISH, i);
      assertThat(scene.picture().getWidth()).isEqualTo(120);
      assertThat(scene.picture().getHeight()).isEqualTo(90);
      counts.add(scene.faces().size());
      for (Face face : scene.faces()) {
        assertThat(face.side()).isBetween(20.0, 40.0);
        assertThat(face.rollDegrees()).isBetween(-45.0, 45.0);
        assertThat(face.centreX()).isBetween(0.0, 120.0);
        assertThat(face.centreY()).isBetween(0.0, 90.0);
      }
    }
    assertThat(counts).contains(1, 2, 3).doesNotContain(0, 4);
  }

  /** Later faces, and light and noise, take little from a face's middle. */
  @Test
  void aFaceIsWhereItIsSaidToBe() {
    SceneComposer composer = new SceneComposer(new Colours(), 2);
    SceneComposer.Wish one = new SceneComposer.Wish(120, 90, List.of(0), 1, 1, 20, 40);
    int red = 0;
    for (int i = 0; i < 200; i++) {
      Scene scene = composer.compose(one, i);
      Face face = scene.faces().get(0);
      int rgb =
          scene
              .picture()
              .getRGB(Math.min(119, (int) face.centreX()), Math.min(89, (int) face.centreY()));
      red += ((rgb >> 16) & 0xff) >= Math.max((rgb >> 8) & 0xff, rgb & 0xff) ? 1 : 0;
    }
    assertThat(red).isGreaterThan(190);
  }

  @Test
  void dependsOnSeedAndNumberAlone() {
    int[] scene = pixels(new SceneComposer(new Colours(), 1).compose(WISH, 7).picture());
    SceneComposer again = new SceneComposer(new Colours(), 1);
    again.compose(WISH, 3);

    assertThat(pixels(again.compose(WISH, 7).picture())).isEqualTo(scene);
    assertThat(pixels(again.compose(WISH, 8).picture())).isNotEqualTo(scene);
    assertThat(pixels(new SceneComposer(new Colours(), 2).compose(WISH, 7).picture()))
        .isNotEqualTo(scene);
  }

  @Test
  void picturesAreCopiedByPlanes() {
    BufferedImage picture = new BufferedImage(2, 1, BufferedImage.TYPE_INT_RGB);
    picture.setRGB(0, 0, 0xff3300);
    picture.setRGB(1, 0, 0x0000ff);
    float[] target = new float[8];

    new Scene(picture, List.of()).copyTo(target, 1);

    assertThat(target).containsExactly(0, 1, 0, 0.2f, 0, 0, 1, 0);
  }
}

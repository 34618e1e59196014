package io.trvae.dl4j.internal.scenes;

import io.trvae.face.Face;
import io.trvae.training.DomainDataset;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Composes pictures: a background, things that stand around, decoys, and faces at random places,
 * sizes and leans, cut by the picture's edges or by one another at times.
 *
 * <p>Thread-safe; a scene depends on the seed and its number alone.
 */
public final class SceneComposer {

  /** Faces lean further than this only in drawings that nobody would call upright. */
  private static final double MAX_ROLL = 45;

  private static final double USUAL_ROLL = 9;

  /** Squares may overlap by this part of the smaller one's side: their corners hold no face. */
  private static final double OVERLAP = 0.25;

  private static final int TRIES = 20;

  private final long seed;
  private final SourceImages images;
  private final Backdrop backdrop;
  private final Decoy decoy;

  /**
   * Prepares to compose.
   *
   * @param dataset faces that are framed as a model is given them
   * @param seed determines all scenes
   */
  public SceneComposer(DomainDataset dataset, long seed) {
    this.seed = seed;
    images = new SourceImages(dataset);
    backdrop = new Backdrop(images);
    decoy = new Decoy(images, backdrop);
  }

  /**
   * What a scene is to hold.
   *
   * @param width of the picture in pixels
   * @param height of the picture in pixels
   * @param domains indices of those that the faces are taken from
   * @param minFaces how many faces at least, if there is room
   * @param maxFaces how many faces at most
   * @param minSide the side of the smallest face's square in pixels
   * @param maxSide the side of the largest face's square in pixels
   */
  public record Wish(
      int width,
      int height,
      List<Integer> domains,
      int minFaces,
      int maxFaces,
      double minSide,
      double maxSide) {}

  /**
   * Composes a scene.
   *
   * @param number which one
   */
  public Scene compose(Wish wish, long number) {
    Chance chance = new Chance(new SplittableRandom(seed * 0x9e3779b97f4a7c15L + number));
    BufferedImage picture = backdrop.paint(wish.width, wish.height, chance);
    Graphics2D graphics = picture.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    List<Face> taken = new ArrayList<>();
    for (int i = chance.of(0.6) ? chance.below(wish.maxFaces + 2) : 0; i > 0; i--) {
      Face place = place(wish, chance);
      if (isFree(place, taken)) {
        taken.add(place);
        BufferedImage image = decoy.image(chance);
        Figure.paint(graphics, image, place, chance);
        Sprite.cut(image, chance).draw(graphics, place);
      }
    }
    List<Face> faces = new ArrayList<>();
    int count = wish.minFaces + chance.below(wish.maxFaces - wish.minFaces + 1);
    for (int tries = TRIES * count; tries > 0 && faces.size() < count; tries--) {
      Face face = place(wish, chance);
      if (isFree(face, taken)) {
        taken.add(face);
        faces.add(face);
        int domain = wish.domains.get(chance.below(wish.domains.size()));
        BufferedImage image = images.face(domain, chance);
        Figure.paint(graphics, image, face, chance);
        Sprite.cut(chance.of(0.5) ? Exposure.of(image, chance) : image, chance)
            .draw(graphics, face);
      }
    }
    graphics.dispose();
    return new Scene(Exposure.of(picture, chance), faces);
  }

  /** The middle of the face lies within the picture. */
  private static Face place(Wish wish, Chance chance) {
    double roll =
        chance.of(0.5)
            ? Math.max(-MAX_ROLL, Math.min(MAX_ROLL, chance.normal(USUAL_ROLL)))
            : chance.between(-MAX_ROLL, MAX_ROLL);
    return Face.of(
            chance.between(0, wish.width),
            chance.between(0, wish.height),
            chance.logBetween(wish.minSide, wish.maxSide))
        .withRollDegrees(roll);
  }

  private static boolean isFree(Face face, List<Face> taken) {
    return taken.stream()
        .allMatch(
            other -> {
              double near = (face.side() + other.side()) / 2;
              double apart = near - OVERLAP * Math.min(face.side(), other.side());
              return Math.abs(face.centreX() - other.centreX()) >= apart
                  || Math.abs(face.centreY() - other.centreY()) >= apart;
            });
  }
}

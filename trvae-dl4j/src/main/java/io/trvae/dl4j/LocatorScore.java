package io.trvae.dl4j;

import io.trvae.DomainLabel;
import io.trvae.RgbImage;
import io.trvae.dl4j.internal.scenes.Scene;
import io.trvae.dl4j.internal.scenes.SceneComposer;
import io.trvae.face.Face;
import io.trvae.face.FaceLocator;
import io.trvae.training.DomainDataset;
import java.util.ArrayList;
import java.util.List;

/**
 * How well a locator finds the faces of a domain in composed scenes.
 *
 * <p>A face counts as found if a finding shares at least half of the area with it that both cover
 * together (intersection over union 0.5), their squares taken as upright; each finding finds one
 * face at most, and surer ones choose first.
 *
 * @param domain the domain
 * @param faces how many faces there were
 * @param findings how many the locator claimed
 * @param found how many of the faces it found
 * @since 0.1.0
 */
public record LocatorScore(DomainLabel domain, int faces, int findings, int found) {

  private static final double MIN_OVERLAP = 0.5;

  private static final int WIDTH = 640;
  private static final int HEIGHT = 480;
  private static final int MAX_FACES = 5;
  private static final double MIN_SIDE = 36;
  private static final double MAX_SIDE = 420;

  /**
   * Measures a locator.
   *
   * <p>The scenes have 640x480 pixels and up to five faces of one domain, whose squares have 36 to
   * 420 pixels, each octave as likely as any other, and lean by up to 45 degrees. Backgrounds,
   * decoys and exposure are as in {@linkplain TrainedFaceLocator#train training}.
   *
   * @param locator the locator
   * @param dataset faces that it has not been trained on, framed as a model is given them
   * @param scenes how many scenes of each domain, at least 1
   * @param seed determines the scenes
   * @return a score for each domain, in their order
   * @throws IllegalArgumentException if there is no scene
   */
  public static List<LocatorScore> measure(
      FaceLocator locator, DomainDataset dataset, int scenes, long seed) {
    if (scenes < 1) {
      throw new IllegalArgumentException("scenes must be at least 1, got " + scenes);
    }
    SceneComposer composer = new SceneComposer(dataset, seed);
    List<LocatorScore> scores = new ArrayList<>();
    for (int domain = 0; domain < dataset.domains().size(); domain++) {
      SceneComposer.Wish wish =
          new SceneComposer.Wish(WIDTH, HEIGHT, List.of(domain), 0, MAX_FACES, MIN_SIDE, MAX_SIDE);
      LocatorScore score = new LocatorScore(dataset.domains().get(domain), 0, 0, 0);
      for (int i = 0; i < scenes; i++) {
        Scene scene = composer.compose(wish, (long) domain * scenes + i);
        score = score.plus(scene.faces(), locator.locate(RgbImage.of(scene.picture())));
      }
      scores.add(score);
    }
    return scores;
  }

  private LocatorScore plus(List<Face> wanted, List<Face> claimed) {
    List<Face> missing = new ArrayList<>(wanted);
    for (Face claim : claimed) {
      missing.stream()
          .filter(face -> overlap(face, claim) >= MIN_OVERLAP)
          .findFirst()
          .ifPresent(missing::remove);
    }
    return new LocatorScore(
        domain,
        faces + wanted.size(),
        findings + claimed.size(),
        found + wanted.size() - missing.size());
  }

  private static double overlap(Face a, Face b) {
    double width = common(a.centreX(), a.side(), b.centreX(), b.side());
    double height = common(a.centreY(), a.side(), b.centreY(), b.side());
    double both = width * height;
    return both / (a.side() * a.side() + b.side() * b.side() - both);
  }

  private static double common(double centreA, double sideA, double centreB, double sideB) {
    double from = Math.max(centreA - sideA / 2, centreB - sideB / 2);
    return Math.max(0, Math.min(centreA + sideA / 2, centreB + sideB / 2) - from);
  }

  /**
   * Returns which part of the faces was found.
   *
   * @return from 0 to 1; NaN if there were none
   */
  public double recall() {
    return (double) found / faces;
  }

  /**
   * Returns which part of the findings are faces.
   *
   * @return from 0 to 1; NaN if there were none
   */
  public double precision() {
    return (double) found / findings;
  }
}

package io.trvae.samples;

import io.trvae.DomainLabel;
import io.trvae.Levels;
import io.trvae.OutputSize;
import io.trvae.RgbImage;
import io.trvae.TransferRequest;
import io.trvae.dl4j.TrainedFaceLocator;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** What to make of a picture: options of the commands that draw pictures in other domains. */
final class RequestOptions {

  /** Stands in for any picture where only the options are checked. */
  private static final RgbImage ONE_PIXEL = RgbImage.ofRgb(1, 1, new byte[3]);

  @Spec(Target.MIXEE)
  private CommandSpec command;

  @Mixin private FaceOptions faces;

  @Option(
      names = "--from",
      required = true,
      paramLabel = "DOMAIN",
      description = "The pictures' domain: real, anime, cartoon with the bundled model.")
  private DomainLabel from;

  @Option(
      names = "--to",
      required = true,
      split = ",",
      paramLabel = "DOMAIN",
      description = "The domains to draw it in.")
  private Set<DomainLabel> to;

  @Option(
      names = "--strength",
      paramLabel = "0..1",
      defaultValue = "1",
      description =
          "How far to go, from 0, a reconstruction, to 1, the full transfer. Default:"
              + " ${DEFAULT-VALUE}.")
  private double strength;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description =
          "Draw from a random sample of the latent code instead of its mean; the same seed gives"
              + " the same picture.")
  private @Nullable Long seed;

  @Option(
      names = "--size",
      paramLabel = "model|input|PIXELS",
      defaultValue = "model",
      description =
          "The side of the result: as the model draws it, as the face is in the picture, or a"
              + " number of pixels. Default: ${DEFAULT-VALUE}.")
  private OutputSize size;

  @Option(
      names = "--compat",
      paramLabel = "anime-trvae",
      description =
          "Stretch the levels of the result to black and white, as Anime-TrVAE's demonstration"
              + " does. Default: they stay as the model draws them.")
  private @Nullable Levels compatible;

  /** Returns the domains to draw in. */
  Set<DomainLabel> targets() {
    return to;
  }

  /** Checks all that can be told without a picture. */
  void check() {
    Arguments.check(command, () -> unframed(ONE_PIXEL, from));
    Arguments.check(command, faces::policy);
  }

  /**
   * Returns the request for a picture.
   *
   * @throws IllegalArgumentException if the picture does not fit the options
   */
  TransferRequest request(RgbImage image, DomainLabel domain) {
    return unframed(image, domain).withFaces(faces.policy());
  }

  private TransferRequest unframed(RgbImage image, DomainLabel domain) {
    TransferRequest request =
        TransferRequest.of(image, from, domain).withStrength(strength).withOutputSize(size);
    if (seed != null) {
      request = request.withSampling(seed);
    }
    return compatible == null ? request : request.withLevels(compatible);
  }

  /** Opens what finds the faces, to be closed by the caller; null where nothing is looked for. */
  @Nullable TrainedFaceLocator openLocator() {
    return faces.openLocator();
  }
}

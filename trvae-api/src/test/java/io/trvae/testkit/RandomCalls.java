package io.trvae.testkit;

import io.trvae.Cancellation;
import io.trvae.DomainLabel;
import io.trvae.Latent;
import io.trvae.Levels;
import io.trvae.OutputSize;
import io.trvae.RgbImage;
import io.trvae.TransferPipeline;
import io.trvae.TransferRequest;
import io.trvae.TransferResult;
import io.trvae.face.Face;
import io.trvae.face.FaceLocator;
import io.trvae.face.FacePolicy;
import io.trvae.face.PutBack;
import io.trvae.model.ModelSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Calls of a pipeline, drawn at random from all that a caller may ask for. */
final class RandomCalls {

  /** Finds a face in every photo of an even width. */
  static final FaceLocator LOCATOR =
      photo ->
          photo.width() % 2 == 0
              ? List.of(
                  Face.of(photo.width() / 3.0, photo.height() / 2.0, photo.width() / 2.0),
                  Face.of(photo.width() / 2.0, photo.height() / 3.0, 7).withRollDegrees(20))
              : List.of();

  private static final int MAX_SIDE = 40;
  private static final int FEW = 6;

  /** More than a pipeline puts into one batch. */
  private static final int MANY = 40;

  private final Random random;
  private final List<DomainLabel> domains;
  private final int latentSize;

  RandomCalls(long seed, ModelSpec spec) {
    random = new Random(seed);
    domains = spec.domains();
    latentSize = spec.network().latentSize();
  }

  /** One call, to be made any number of times. */
  interface Call {

    /** Returns what must be the same each time. */
    Object on(TransferPipeline pipeline, Cancellation cancellation);
  }

  Call next() {
    return switch (random.nextInt(6)) {
      case 0, 1 -> single();
      case 2 -> batch();
      case 3 -> asynchronous();
      case 4 -> encoding();
      default -> decoding();
    };
  }

  private Call single() {
    TransferRequest request = request(image());
    return (pipeline, cancellation) -> drawn(pipeline.transfer(request));
  }

  /** Several targets in a row for most of the images. */
  private Call batch() {
    int count = count();
    List<TransferRequest> requests = new ArrayList<>();
    RgbImage image = image();
    for (int i = 0; i < count; i++) {
      image = random.nextInt(3) == 0 ? image() : image;
      requests.add(request(image));
    }
    return (pipeline, cancellation) ->
        pipeline.transferAll(requests, (done, total) -> {}, cancellation).stream()
            .map(RandomCalls::drawn)
            .toList();
  }

  private Call asynchronous() {
    TransferRequest request = request(image());
    return (pipeline, cancellation) -> {
      CompletableFuture<TransferResult> future = pipeline.transferAsync(request);
      if (cancellation.isCancelled()) {
        future.cancel(false);
      }
      try {
        return drawn(future.join());
      } catch (CompletionException e) {
        throw e.getCause() instanceof RuntimeException failure ? failure : e;
      }
    };
  }

  private Call encoding() {
    List<RgbImage> images = new ArrayList<>();
    for (int count = count(); count > 0; count--) {
      images.add(image());
    }
    DomainLabel domain = domain();
    return (pipeline, cancellation) -> pipeline.encoder().encode(images, domain);
  }

  private Call decoding() {
    List<Latent> latents = new ArrayList<>();
    for (int count = count(); count > 0; count--) {
      latents.add(Latent.of(code(), code()));
    }
    DomainLabel from = domain();
    DomainLabel to = domain();
    double strength = random.nextDouble();
    return (pipeline, cancellation) -> pipeline.decoder().decode(latents, from, to, strength);
  }

  private int count() {
    return 1 + random.nextInt(random.nextInt(6) == 0 ? MANY : FEW);
  }

  private TransferRequest request(RgbImage image) {
    TransferRequest request =
        TransferRequest.of(image, domain(), domain())
            .withStrength(random.nextBoolean() ? 1 : random.nextDouble())
            .withLevels(random.nextBoolean() ? Levels.CLIPPED : Levels.STRETCHED)
            .withOutputSize(size())
            .withFaces(faces(image));
    return random.nextBoolean() ? request : request.withSampling(random.nextLong());
  }

  private OutputSize size() {
    return switch (random.nextInt(3)) {
      case 0 -> OutputSize.ofModel();
      case 1 -> OutputSize.ofInput();
      default -> OutputSize.pixels(1 + random.nextInt(MAX_SIDE));
    };
  }

  private FacePolicy faces(RgbImage image) {
    Face middle = Face.of(image.width() / 2.0, image.height() / 2.0, image.width());
    return switch (random.nextInt(8)) {
      case 0 -> FacePolicy.given(middle.withRollDegrees(10));
      case 1 -> FacePolicy.given(middle).withPutBack(PutBack.matchingColours());
      case 2 -> FacePolicy.largest();
      case 3 -> FacePolicy.all().orWholeImage();
      default -> FacePolicy.wholeImage();
    };
  }

  private RgbImage image() {
    return Images.noise(
        1 + random.nextInt(MAX_SIDE), 1 + random.nextInt(MAX_SIDE), random.nextLong());
  }

  /** One of the model's, but for a few. */
  private DomainLabel domain() {
    return random.nextInt(50) == 0
        ? DomainLabel.of("unheard-of")
        : domains.get(random.nextInt(domains.size()));
  }

  private float[] code() {
    float[] code = new float[latentSize];
    for (int i = 0; i < code.length; i++) {
      code[i] = (float) random.nextGaussian();
    }
    return code;
  }

  /** All but the time that it took. */
  private static Object drawn(TransferResult result) {
    return List.of(result.image(), result.found(), result.faces(), result.from(), result.to());
  }
}

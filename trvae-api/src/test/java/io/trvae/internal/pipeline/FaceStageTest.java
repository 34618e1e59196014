package io.trvae.internal.pipeline;

import static io.trvae.DomainLabel.ANIME;
import static io.trvae.DomainLabel.CARTOON;
import static io.trvae.DomainLabel.REAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.trvae.Cancellation;
import io.trvae.ErrorCode;
import io.trvae.OutputSize;
import io.trvae.ProgressListener;
import io.trvae.RgbImage;
import io.trvae.TransferCancelledException;
import io.trvae.TransferPipeline;
import io.trvae.TransferRequest;
import io.trvae.TransferResult;
import io.trvae.face.Face;
import io.trvae.face.FaceLocator;
import io.trvae.face.FacePolicy;
import io.trvae.face.NoFaceException;
import io.trvae.face.PutBack;
import io.trvae.face.TransferredFace;
import io.trvae.internal.face.ColourMatch;
import io.trvae.internal.face.Differences;
import io.trvae.internal.face.DrawnPhoto;
import io.trvae.internal.face.FaceCanvas;
import io.trvae.internal.face.FaceCutter;
import io.trvae.model.TransferModel;
import io.trvae.network.Architecture;
import io.trvae.network.NetworkSpec;
import io.trvae.spi.Backend;
import io.trvae.testkit.Images;
import io.trvae.testkit.RandomModels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaceStageTest {

  private static final int SIZE = 16;
  private static final int LENGTH = 3 * SIZE * SIZE;
  private static final ProgressListener SILENT = (done, total) -> {};
  private static final TransferModel MODEL =
      RandomModels.create(new NetworkSpec(Architecture.COMPACT, SIZE, 3, LENGTH, 8, 0), 1);

  private final List<Face> present = new ArrayList<>();
  private final AtomicInteger searches = new AtomicInteger();
  private final RecordingBackend backend = new RecordingBackend(new NegativeBackend());
  private final TransferPipeline pipeline =
      open(
          Optional.of(
              photo -> {
                searches.incrementAndGet();
                return present;
              }));

  @AfterEach
  void close() {
    pipeline.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 40})
  void everyFaceIsPutBackAndTheRestIsNotTouched(int count) {
    DrawnPhoto photo = photoOf(count);

    TransferResult result = pipeline.transfer(request(photo).withFaces(FacePolicy.all()));

    Differences differences = Differences.between(photo.image(), result.image(), photo.faces());
    assertThat(differences.outside()).isZero();
    for (Face face : photo.faces()) {
      assertNegativeInTheMiddle(result.image(), photo.image(), face);
    }
    assertThat(result.found()).isEqualTo(photo.faces());
    assertThat(result.faces().stream().map(TransferredFace::face)).isEqualTo(photo.faces());
    assertThat(result.faces().stream().map(TransferredFace::latent)).doesNotHaveDuplicates();
    assertThat(result.latent()).isEqualTo(result.faces().get(0).latent());
    assertThat(result.duration()).isPositive();
  }

  @Test
  void manyFacesOfOnePhotoGoInBatchesAndCountAsOneImage() {
    TransferRequest request = request(photoOf(40)).withFaces(FacePolicy.all());
    List<String> progress = new ArrayList<>();

    pipeline.transferAll(
        List.of(request, TransferRequest.of(Images.noise(9, 9, 1), REAL, REAL)),
        (done, total) -> progress.add(done + "/" + total),
        new Cancellation());

    assertThat(backend.encodedBatches).containsExactly(32, 9);
    assertThat(progress).containsExactly("2/2");
  }

  @Test
  void facesCutByTheEdgeAndThoseSmallerThanTheModelsInputAreFacesToo() {
    DrawnPhoto photo =
        photoOf(
            List.of(
                new Face(5, 60, 40, 30, 0.5),
                new Face(150, 119, 50, -30, 0.5),
                new Face(100, 40, 9.5, 30, 0.5)));

    RgbImage image = pipeline.transfer(request(photo).withFaces(FacePolicy.all())).image();

    assertThat(Differences.between(photo.image(), image, photo.faces()).outside()).isZero();
    for (Face face : photo.faces()) {
      assertNegativeInTheMiddle(image, photo.image(), face);
    }
  }

  @Test
  void whereFacesOverlapTheLaterLiesOverTheEarlierButBothAreOfTheOriginal() {
    Face first = new Face(60, 60, 60, 0, 1);
    Face second = new Face(70, 60, 60, 0, 1);
    DrawnPhoto photo = photoOf(List.of(first, second));

    TransferResult result = pipeline.transfer(request(photo).withFaces(FacePolicy.all()));

    TransferResult alone = pipeline.transfer(request(photo).withFaces(FacePolicy.given(second)));
    assertThat(result.faces().get(1).image()).isEqualTo(alone.image());
    assertNegativeInTheMiddle(result.image(), photo.image(), second);
  }

  @Test
  void theLargestFaceIsReturnedAlone() {
    DrawnPhoto photo = photoOf(3);
    Face largest = photo.faces().get(1);

    TransferResult result = pipeline.transfer(request(photo).withFaces(FacePolicy.largest()));

    assertThat(result.found()).isEqualTo(photo.faces());
    assertThat(result.faces()).hasSize(1);
    assertThat(result.faces().get(0).face()).isEqualTo(largest);
    RgbImage cut = new FaceCutter(photo.image()).cut(largest, SIZE);
    assertThat(result.image()).isEqualTo(pipeline.transfer(cut, REAL, ANIME));
    assertThat(result.faces().get(0).image()).isEqualTo(result.image());
  }

  @Test
  void theLargestFaceCanBePutBackAndIsTheOnlyOne() {
    DrawnPhoto photo = photoOf(3);
    Face largest = photo.faces().get(1);

    RgbImage image =
        pipeline
            .transfer(request(photo).withFaces(FacePolicy.largest().withPutBack(PutBack.plain())))
            .image();

    assertThat(Differences.between(photo.image(), image, List.of(largest)).outside()).isZero();
    assertNegativeInTheMiddle(image, photo.image(), largest);
  }

  @Test
  void aGivenFaceNeedsNoLocator() {
    DrawnPhoto photo = photoOf(1);
    Face face = photo.faces().get(0);
    try (TransferPipeline withoutLocator = open(Optional.empty())) {
      TransferRequest request = request(photo);
      TransferResult alone = withoutLocator.transfer(request.withFaces(FacePolicy.given(face)));
      TransferResult back =
          withoutLocator.transfer(
              request.withFaces(FacePolicy.given(face).withPutBack(PutBack.plain())));

      assertThat(alone.found()).isEmpty();
      assertThat(alone.faces().get(0).face()).isEqualTo(face);
      assertThat(alone.image().width()).isEqualTo(SIZE);
      assertThat(back.image())
          .isEqualTo(pipeline.transfer(request.withFaces(FacePolicy.all())).image());
    }
  }

  @Test
  void theOtherOptionsApplyToTheFace() {
    DrawnPhoto photo = photoOf(1);
    Face face = photo.faces().get(0);
    RgbImage cut = new FaceCutter(photo.image()).cut(face, SIZE);

    TransferResult result =
        pipeline.transfer(
            TransferRequest.of(photo.image(), CARTOON, REAL)
                .withStrength(0.3)
                .withSampling(5)
                .withFaces(FacePolicy.given(face)));

    assertThat(result.image())
        .isEqualTo(
            transfer(TransferRequest.of(cut, CARTOON, REAL).withStrength(0.3).withSampling(5)))
        .isNotEqualTo(transfer(TransferRequest.of(cut, CARTOON, REAL).withSampling(5)))
        .isNotEqualTo(transfer(TransferRequest.of(cut, CARTOON, REAL).withStrength(0.3)));
    assertThat(List.of(result.from(), result.to())).containsExactly(CARTOON, REAL);
  }

  @Test
  void aFaceAloneHasTheSizeThatWasAskedForAndAPhotoItsOwn() {
    TransferRequest request = request(photoOf(1));
    FacePolicy.Given alone = FacePolicy.given(Face.of(80, 60, 50.4));
    RgbImage drawn = pipeline.transfer(request.withFaces(alone)).image();

    assertThat(transfer(request.withFaces(alone).withOutputSize(OutputSize.ofInput())))
        .isEqualTo(drawn.resize(50, 50));
    assertThat(transfer(request.withFaces(alone).withOutputSize(OutputSize.pixels(37))))
        .isEqualTo(drawn.resize(37, 37));

    TransferRequest back = request.withFaces(alone.withPutBack(PutBack.plain()));
    assertThat(transfer(back.withOutputSize(OutputSize.pixels(37)))).isEqualTo(transfer(back));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.2, 1e6})
  void aSizeByTheFaceIsOneThatAnImageCanHave(double side) {
    TransferRequest request =
        TransferRequest.of(Images.noise(1, 1, 1), REAL, ANIME)
            .withOutputSize(OutputSize.ofInput())
            .withFaces(FacePolicy.given(Face.of(0.5, 0.5, side)));
    assertThat(transfer(request).width()).isEqualTo(side < 1 ? 1 : OutputSize.MAX_PIXELS);
  }

  @Test
  void coloursAreMatchedToTheReplacedFaceIfAsked() {
    DrawnPhoto photo = photoOf(1);
    Face face = photo.faces().get(0);
    FacePolicy matching = FacePolicy.all().withPutBack(PutBack.matchingColours());

    TransferResult result = pipeline.transfer(request(photo).withFaces(matching));

    TransferResult plain = pipeline.transfer(request(photo).withFaces(FacePolicy.all()));
    RgbImage drawn = result.faces().get(0).image();
    FaceCanvas expected = new FaceCanvas(photo.image());
    expected.put(face, ColourMatch.match(drawn, new FaceCutter(photo.image()).cut(face, SIZE)));
    assertThat(drawn).isEqualTo(plain.faces().get(0).image());
    assertThat(result.image()).isEqualTo(expected.toImage()).isNotEqualTo(plain.image());
  }

  @Test
  void aPictureOfOnePixelCanBeAFace() {
    RgbImage pixel = RgbImage.ofRgb(1, 1, new byte[] {10, 20, 30});
    present.add(Face.of(0.5, 0.5, 1));
    assertThat(transfer(TransferRequest.of(pixel, REAL, ANIME).withFaces(FacePolicy.all())).rgb())
        .containsExactly(245, 235, 225);
  }

  @Test
  void noFaceIsAnErrorThatSaysWhatToDo() {
    TransferRequest request = request(photoOf(0));
    for (FacePolicy policy : List.of(FacePolicy.largest(), FacePolicy.all())) {
      assertThatExceptionOfType(NoFaceException.class)
          .isThrownBy(() -> pipeline.transfer(request.withFaces(policy)))
          .withMessageContaining("TRVAE-104: No face was found in a picture of 160x120 pixels")
          .withMessageContaining("FacePolicy.given")
          .withMessageContaining("orWholeImage()")
          .returns(ErrorCode.NO_FACE, NoFaceException::code);
    }
    assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(() -> pipeline.transferAsync(request.withFaces(FacePolicy.all())).join())
        .withCauseInstanceOf(NoFaceException.class);
    assertThat(backend.encodedBatches).isEmpty();
  }

  @Test
  void aPictureWithoutAFaceIsNamedAmongMany() {
    List<TransferRequest> requests = new ArrayList<>(Collections.nCopies(34, request(photoOf(0))));
    requests.set(33, requests.get(33).withFaces(FacePolicy.largest()));

    assertThatExceptionOfType(NoFaceException.class)
        .isThrownBy(() -> pipeline.transferAll(requests, SILENT, new Cancellation()))
        .withMessageContaining("160x120 pixels, that of requests[33]")
        .returns(33, NoFaceException::index);
  }

  @Test
  void theWholeImageCanStandInForNoFace() {
    TransferRequest request = request(photoOf(0)).withOutputSize(OutputSize.ofInput());
    Face square = new Face(80, 60, 120, 0, 0);

    TransferResult largest =
        pipeline.transfer(request.withFaces(FacePolicy.largest().orWholeImage()));
    TransferResult all = pipeline.transfer(request.withFaces(FacePolicy.all().orWholeImage()));

    assertThat(largest.image()).isEqualTo(transfer(request));
    assertThat(largest.found()).isEmpty();
    assertThat(largest.faces().get(0).face()).isEqualTo(square);
    assertThat(all.found()).isEmpty();
    assertThat(all.faces().get(0).face()).isEqualTo(square);
    assertThat(Differences.between(request.image(), all.image(), List.of(square)).outside())
        .isZero();
    assertNegativeInTheMiddle(all.image(), request.image(), square);

    present.add(Face.of(100, 70, 30));
    assertThat(
            pipeline
                .transfer(request.withFaces(FacePolicy.all().orWholeImage()))
                .faces()
                .get(0)
                .face())
        .isEqualTo(Face.of(100, 70, 30));
  }

  @Test
  void withoutALocatorNothingIsComputed() {
    try (TransferPipeline withoutLocator = open(Optional.empty())) {
      TransferRequest whole = request(photoOf(1));
      for (FacePolicy policy : List.of(FacePolicy.largest(), FacePolicy.all().orWholeImage())) {
        assertThatIllegalStateException()
            .isThrownBy(
                () ->
                    withoutLocator.transferAll(
                        List.of(whole, whole.withFaces(policy)), SILENT, new Cancellation()))
            .withMessageContaining("TransferPipeline.Builder.faceLocator")
            .withMessageContaining("FacePolicy.given");
      }
    }
    assertThat(backend.encodedBatches).isEmpty();
  }

  @Test
  void aLocatorsExceptionReachesTheCallerUnchanged() {
    IllegalStateException failure = new IllegalStateException("mine");
    try (TransferPipeline failing =
        open(
            Optional.of(
                photo -> {
                  throw failure;
                }))) {
      assertThatIllegalStateException()
          .isThrownBy(() -> failing.transfer(request(photoOf(1)).withFaces(FacePolicy.all())))
          .isSameAs(failure);
    }
  }

  @Test
  void onePhotoToAllDomainsIsSearchedAndEncodedOnce() {
    DrawnPhoto photo = photoOf(3);
    RgbImage image = photo.image();
    RgbImage same = RgbImage.ofRgb(image.width(), image.height(), image.rgb());
    RgbImage other = Images.noise(200, 200, 1);
    FacePolicy largest = FacePolicy.largest();

    pipeline.transferAll(
        List.of(
            TransferRequest.of(image, REAL, ANIME).withFaces(largest),
            TransferRequest.of(same, REAL, CARTOON).withFaces(largest),
            TransferRequest.of(other, REAL, ANIME).withFaces(largest),
            TransferRequest.of(other, REAL, CARTOON)),
        SILENT,
        new Cancellation());

    assertThat(searches).hasValue(2);
    assertThat(backend.encodedBatches).containsExactly(3);
  }

  @Test
  void imagesInOneBatchAreEachWhatTheyAreAlone() {
    DrawnPhoto photo = photoOf(3);
    TransferRequest whole = request(photo);
    List<TransferRequest> requests =
        List.of(
            whole,
            whole.withFaces(FacePolicy.all()),
            whole.withFaces(FacePolicy.given(Face.of(50, 50, 40))).withStrength(0),
            whole.withFaces(FacePolicy.largest().withPutBack(PutBack.plain())).withSampling(5),
            whole.withOutputSize(OutputSize.pixels(20)));

    List<TransferResult> results = pipeline.transferAll(requests, SILENT, new Cancellation());

    assertThat(results.stream().map(TransferResult::image))
        .isEqualTo(requests.stream().map(this::transfer).toList());
    assertThat(backend.encodedBatches.get(0)).isEqualTo(1 + 3 + 1 + 1 + 1);
  }

  @Test
  void cancellationEndsBeforeTheNextPhotoIsSearched() {
    Cancellation cancellation = new Cancellation();
    AtomicInteger calls = new AtomicInteger();
    FaceLocator locator =
        photo -> {
          calls.incrementAndGet();
          cancellation.cancel();
          return List.of(Face.of(5, 5, 5));
        };
    try (TransferPipeline cancelled = open(Optional.of(locator))) {
      List<TransferRequest> requests =
          IntStream.range(0, 3)
              .mapToObj(
                  i ->
                      TransferRequest.of(Images.noise(10, 10, i), REAL, ANIME)
                          .withFaces(FacePolicy.all()))
              .toList();
      assertThatExceptionOfType(TransferCancelledException.class)
          .isThrownBy(() -> cancelled.transferAll(requests, SILENT, cancellation))
          .withMessageContaining("after 0 of 3");
    }
    assertThat(calls).hasValue(1);
    assertThat(backend.encodedBatches).isEmpty();
  }

  @Test
  void theWholeImageIsTheCentralSquareAndNobodyLooksForFaces() {
    TransferResult result = pipeline.transfer(request(photoOf(3)));

    assertThat(searches).hasValue(0);
    assertThat(result.found()).isEmpty();
    assertThat(result.faces()).hasSize(1);
    assertThat(result.faces().get(0).face()).isEqualTo(Face.centreSquareOf(photoOf(3).image()));
    assertThat(result.faces().get(0).image()).isSameAs(result.image());
  }

  private TransferPipeline open(Optional<FaceLocator> locator) {
    return new DefaultTransferPipeline(MODEL, "negative", backend, 1, locator);
  }

  private RgbImage transfer(TransferRequest request) {
    return pipeline.transfer(request).image();
  }

  private static TransferRequest request(DrawnPhoto photo) {
    return TransferRequest.of(photo.image(), REAL, ANIME);
  }

  /** Draws a photo whose faces the locator knows: in rows of eight, each second one larger. */
  private DrawnPhoto photoOf(int count) {
    return photoOf(
        IntStream.range(0, count)
            .mapToObj(
                i ->
                    new Face(
                        40.3 + 80 * (i % 8),
                        50.7 + 80 * (i / 8),
                        i % 2 == 0 ? 30 : 60 - i,
                        List.of(30, -30, 0).get(i % 3),
                        1 - i / 100.0))
            .toList());
  }

  private DrawnPhoto photoOf(List<Face> faces) {
    present.clear();
    present.addAll(faces);
    int columns = Math.max(2, Math.min(8, faces.size()));
    int rows = Math.max(1, (faces.size() + 7) / 8);
    return DrawnPhoto.of(80 * columns, 40 + 80 * rows, List.copyOf(faces));
  }

  /** The nose is skin all around, so little is lost by resizing. */
  private static void assertNegativeInTheMiddle(RgbImage image, RgbImage photo, Face face) {
    RgbImage drawn = image.crop((int) face.centreX(), (int) face.centreY(), 1, 1);
    RgbImage original = photo.crop((int) face.centreX(), (int) face.centreY(), 1, 1);
    for (int channel = 0; channel < 3; channel++) {
      int sum = (drawn.rgb()[channel] & 0xff) + (original.rgb()[channel] & 0xff);
      assertThat(sum).as("%s, channel %d", face, channel).isBetween(255 - 25, 255 + 25);
    }
  }

  /** The latent code is the image; the first domain draws it as it is, the others its negative. */
  private static final class NegativeBackend implements Backend {

    @Override
    public String description() {
      return "negates";
    }

    @Override
    public void encode(float[] images, float[] labels, int batch, float[] mean, float[] logVar) {
      System.arraycopy(images, 0, mean, 0, batch * LENGTH);
      Arrays.fill(logVar, -8);
    }

    @Override
    public void decode(float[] latents, float[] labels, int batch, float[] images) {
      for (int i = 0; i < batch * LENGTH; i++) {
        float own = labels[i / LENGTH * 3];
        images[i] = own * latents[i] + (1 - own) * (1 - latents[i]);
      }
    }

    @Override
    public void close() {}
  }
}

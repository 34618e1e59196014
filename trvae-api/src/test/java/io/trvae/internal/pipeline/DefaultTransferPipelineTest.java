package io.trvae.internal.pipeline;

import static io.trvae.DomainLabel.ANIME;
import static io.trvae.DomainLabel.CARTOON;
import static io.trvae.DomainLabel.REAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.trvae.BackendException;
import io.trvae.BackendInfo;
import io.trvae.Cancellation;
import io.trvae.DomainLabel;
import io.trvae.ErrorCode;
import io.trvae.Latent;
import io.trvae.Levels;
import io.trvae.ModelException;
import io.trvae.OutputSize;
import io.trvae.ProgressListener;
import io.trvae.RgbImage;
import io.trvae.TransferCancelledException;
import io.trvae.TransferPipeline;
import io.trvae.TransferRequest;
import io.trvae.TransferResult;
import io.trvae.model.TransferModel;
import io.trvae.network.Architecture;
import io.trvae.network.NetworkSpec;
import io.trvae.testkit.AssertingBackend;
import io.trvae.testkit.FaultInjectingBackend;
import io.trvae.testkit.Images;
import io.trvae.testkit.RandomModels;
import io.trvae.testkit.ReferenceBackend;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefaultTransferPipelineTest {

  private static final int SIZE = 16;
  private static final TransferModel MODEL =
      RandomModels.create(new NetworkSpec(Architecture.COMPACT, SIZE, 3, 8, 16, 0), 1);
  private static final ProgressListener SILENT = (done, total) -> {};

  private final FaultInjectingBackend faults =
      new FaultInjectingBackend(
          new AssertingBackend(new ReferenceBackend(MODEL), MODEL.spec().network()));
  private final RecordingBackend backend = new RecordingBackend(faults);
  private final TransferPipeline pipeline =
      new DefaultTransferPipeline(MODEL, "faulty", backend, 2, Optional.empty());
  private final RgbImage image = Images.noise(SIZE, SIZE, 1);
  private final TransferRequest request = TransferRequest.of(image, REAL, ANIME);

  @AfterEach
  void close() {
    pipeline.close();
  }

  @Test
  void transferIsEncodeThenDecode() {
    Latent latent = pipeline.encoder().encode(image, REAL);
    RgbImage drawn = pipeline.decoder().decode(latent, ANIME);

    long start = System.nanoTime();
    TransferResult result = pipeline.transfer(request);
    Duration elapsed = Duration.ofNanos(System.nanoTime() - start);

    assertThat(result.image()).isEqualTo(drawn);
    assertThat(result.latent()).isEqualTo(latent);
    assertThat(result.from()).isEqualTo(REAL);
    assertThat(result.to()).isEqualTo(ANIME);
    assertThat(result.duration()).isPositive().isLessThanOrEqualTo(elapsed);
    assertThat(pipeline.transfer(image, REAL, ANIME)).isEqualTo(drawn);
  }

  @Test
  void theBackendIsCalledOnceWhereEveryImageIsDrawnOnceFromItsMean() {
    pipeline.transfer(request);
    assertThat(backend.transferredBatches).containsExactly(1);

    pipeline.transfer(request.withSampling(7));
    pipeline.transferAll(List.of(request, request.withStrength(0.5)), SILENT, new Cancellation());
    assertThat(backend.transferredBatches).containsExactly(1);
    assertThat(backend.encodedBatches).containsExactly(1, 1, 1);
    assertThat(backend.decodedBatches).containsExactly(1, 1, 2);
  }

  @Test
  void theDomainsMakeADifference() {
    assertThat(
            List.of(
                pipeline.transfer(image, REAL, ANIME),
                pipeline.transfer(image, REAL, CARTOON),
                pipeline.transfer(image, CARTOON, ANIME)))
        .doesNotHaveDuplicates();
  }

  @Test
  void tellsModelAndBackend() {
    assertThat(pipeline.model()).isSameAs(MODEL);
    assertThat(pipeline.backend())
        .isEqualTo(new BackendInfo("faulty", "plain Java reference with faults"));
  }

  @Test
  void theModelSeesTheCentralSquareAtItsOwnSize() {
    RgbImage wide = Images.noise(50, 20, 2);
    RgbImage framed = wide.centreSquare().resize(SIZE, SIZE);
    float[] expected = new float[3 * SIZE * SIZE];
    framed.copyFloatsTo(expected, 0);

    pipeline.transfer(wide, REAL, ANIME);

    assertThat(backend.encodedImages).containsExactly(expected);
  }

  @Test
  void strengthBlendsTheLabels() {
    RgbImage own = pipeline.transfer(request.withStrength(0)).image();
    RgbImage half = pipeline.transfer(request.withStrength(0.5)).image();
    RgbImage full = pipeline.transfer(request.withStrength(1)).image();

    assertThat(backend.decodedLabels)
        .containsExactly(new float[] {1, 0, 0}, new float[] {0.5f, 0.5f, 0}, new float[] {0, 1, 0});
    assertThat(own).isEqualTo(pipeline.transfer(image, REAL, REAL));
    assertThat(full).isEqualTo(pipeline.transfer(image, REAL, ANIME));
    assertThat(List.of(own, half, full)).doesNotHaveDuplicates();
  }

  @Test
  void codesAreDrawnBetweenDomainsToo() {
    Latent latent = pipeline.encoder().encode(image, REAL);

    RgbImage half = pipeline.decoder().decode(latent, REAL, CARTOON, 0.5);

    assertThat(backend.decodedLabels).containsExactly(new float[] {0.5f, 0, 0.5f});
    assertThat(half)
        .isEqualTo(
            pipeline.transfer(TransferRequest.of(image, REAL, CARTOON).withStrength(0.5)).image());
    assertThat(pipeline.decoder().decode(latent, REAL, CARTOON, 1))
        .isEqualTo(pipeline.decoder().decode(latent, CARTOON));
    for (double strength : new double[] {-0.1, 1.1, Double.NaN}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> pipeline.decoder().decode(latent, REAL, CARTOON, strength))
          .withMessageContaining("strength " + strength);
    }
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> pipeline.decoder().decode(latent, REAL, DomainLabel.of("clay"), 0));
  }

  @Test
  void strengthWithinOneDomainChangesNothing() {
    pipeline.transfer(TransferRequest.of(image, CARTOON, CARTOON).withStrength(0.3));
    assertThat(backend.decodedLabels).containsExactly(new float[] {0, 0, 1});
  }

  @Test
  void stretchedLevelsReachFromBlackToWhite() {
    Latent latent = pipeline.encoder().encode(image, REAL);
    float[] values = new float[3 * SIZE * SIZE];
    backend.decode(latent.mean(), new float[] {0, 1, 0}, 1, values);
    float min = values[0];
    float max = values[0];
    for (float value : values) {
      min = Math.min(min, value);
      max = Math.max(max, value);
    }
    float[] stretched = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      stretched[i] = (values[i] - min) / (max - min);
    }

    List<TransferResult> results =
        pipeline.transferAll(
            List.of(request.withLevels(Levels.STRETCHED), request), SILENT, new Cancellation());

    assertThat(results.get(0).image()).isEqualTo(RgbImage.ofFloats(SIZE, SIZE, stretched));
    assertThat(results.get(1).image())
        .isEqualTo(RgbImage.ofFloats(SIZE, SIZE, values))
        .isNotEqualTo(results.get(0).image());
  }

  @Test
  void samplingFollowsTheSeed() {
    TransferResult mean = pipeline.transfer(request);
    TransferResult seven = pipeline.transfer(request.withSampling(7));

    assertThat(pipeline.transfer(request.withSampling(7)).image()).isEqualTo(seven.image());
    assertThat(pipeline.transfer(request.withSampling(8)).image()).isNotEqualTo(seven.image());
    assertThat(mean.image()).isNotEqualTo(seven.image());
    assertThat(seven.latent()).isEqualTo(mean.latent());
    assertThat(pipeline.decoder().decode(seven.latent().sample(7), ANIME)).isEqualTo(seven.image());
  }

  @Test
  void outputHasTheSizeThatWasAskedFor() {
    TransferRequest wide = TransferRequest.of(Images.noise(50, 20, 2), REAL, ANIME);
    RgbImage drawn = pipeline.transfer(wide).image();
    assertThat(drawn.width()).isEqualTo(SIZE);
    assertThat(drawn.height()).isEqualTo(SIZE);
    assertThat(pipeline.transfer(wide.withOutputSize(OutputSize.ofInput())).image())
        .isEqualTo(drawn.resize(20, 20));
    assertThat(pipeline.transfer(wide.withOutputSize(OutputSize.pixels(37))).image())
        .isEqualTo(drawn.resize(37, 37));
  }

  @Test
  void manyGoInBatchesAndReportProgress() {
    List<TransferRequest> requests =
        IntStream.range(0, 70)
            .mapToObj(i -> TransferRequest.of(Images.noise(SIZE, SIZE, i), REAL, ANIME))
            .toList();
    List<String> progress = new ArrayList<>();

    List<TransferResult> results =
        pipeline.transferAll(
            requests, (done, total) -> progress.add(done + "/" + total), new Cancellation());

    assertThat(backend.encodedBatches).containsExactly(32, 32, 6);
    assertThat(backend.decodedBatches).containsExactly(32, 32, 6);
    assertThat(progress).containsExactly("32/70", "64/70", "70/70");
    assertThat(results).hasSize(70);
    for (int i : new int[] {0, 31, 32, 69}) {
      assertThat(results.get(i).image()).isEqualTo(pipeline.transfer(requests.get(i)).image());
    }
  }

  @Test
  void oneImageToAllDomainsIsEncodedOnce() {
    RgbImage same = Images.noise(SIZE, SIZE, 1);
    RgbImage other = Images.noise(SIZE, SIZE, 2);
    List<TransferRequest> requests =
        List.of(
            TransferRequest.of(image, REAL, ANIME),
            TransferRequest.of(same, REAL, CARTOON),
            TransferRequest.of(same, CARTOON, REAL),
            TransferRequest.of(other, CARTOON, REAL),
            TransferRequest.of(image, REAL, REAL));

    List<TransferResult> results = pipeline.transferAll(requests, SILENT, new Cancellation());

    assertThat(backend.encodedBatches).containsExactly(4);
    assertThat(backend.decodedBatches).containsExactly(5);
    assertThat(results.stream().map(TransferResult::image))
        .isEqualTo(requests.stream().map(each -> pipeline.transfer(each).image()).toList());
  }

  @Test
  void nothingToDoIsDone() {
    assertThat(pipeline.transferAll(List.of(), SILENT, new Cancellation())).isEmpty();
    assertThat(pipeline.encoder().encode(List.of(), REAL)).isEmpty();
    assertThat(pipeline.decoder().decode(List.of(), REAL)).isEmpty();
    assertThat(backend.encodedBatches).isEmpty();
  }

  @Test
  void encoderAndDecoderGoInBatchesToo() {
    List<RgbImage> images =
        IntStream.range(0, 33).mapToObj(i -> Images.noise(SIZE, SIZE, i)).toList();
    List<Latent> latents = pipeline.encoder().encode(images, CARTOON);
    List<RgbImage> drawn = pipeline.decoder().decode(latents, ANIME);

    assertThat(backend.encodedBatches).containsExactly(32, 1);
    assertThat(backend.decodedBatches).containsExactly(32, 1);
    assertThat(drawn.get(32)).isEqualTo(pipeline.transfer(images.get(32), CARTOON, ANIME));
  }

  @Test
  void cancellationEndsBeforeTheNextBatch() {
    Cancellation cancellation = new Cancellation();
    List<TransferRequest> requests =
        IntStream.range(0, 40)
            .mapToObj(i -> TransferRequest.of(Images.noise(SIZE, SIZE, i), REAL, ANIME))
            .toList();

    assertThatExceptionOfType(TransferCancelledException.class)
        .isThrownBy(
            () ->
                pipeline.transferAll(
                    requests, (done, total) -> cancellation.cancel(), cancellation))
        .withMessageContaining("after 32 of 40")
        .returns(ErrorCode.CANCELLED, TransferCancelledException::code);
    assertThat(backend.decodedBatches).containsExactly(32);
  }

  @Test
  void cancelledBeforehandNothingIsComputed() {
    Cancellation cancellation = new Cancellation();
    cancellation.cancel();
    assertThatExceptionOfType(TransferCancelledException.class)
        .isThrownBy(() -> pipeline.transferAll(List.of(request), SILENT, cancellation));
    assertThat(backend.encodedBatches).isEmpty();
  }

  @Test
  void anExceptionOfTheListenerEndsTheCall() {
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(
            () ->
                pipeline.transferAll(
                    List.of(request),
                    (done, total) -> {
                      throw new ArithmeticException("mine");
                    },
                    new Cancellation()))
        .withMessage("mine");
  }

  @Test
  void unknownDomainsAreFoundBeforeAnyWork() {
    List<TransferRequest> requests =
        List.of(request, TransferRequest.of(image, REAL, DomainLabel.of("clay")));
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> pipeline.transferAll(requests, SILENT, new Cancellation()))
        .withMessageContaining("'clay'")
        .returns(ErrorCode.DOMAIN_UNKNOWN, ModelException::code);
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> pipeline.encoder().encode(image, DomainLabel.of("clay")));
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> pipeline.decoder().decode(List.of(), DomainLabel.of("clay")));
    assertThat(backend.encodedBatches).isEmpty();
  }

  @Test
  void aCodeOfAnotherSizeIsRefused() {
    Latent foreign = Latent.of(new float[7], new float[7]);
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> pipeline.decoder().decode(foreign, REAL))
        .withMessageContaining("7 dimensions where the model has 8")
        .returns(ErrorCode.LATENT_MISMATCH, ModelException::code);
  }

  @Test
  void nullIsRefusedAtOnce() {
    assertThatNullPointerException().isThrownBy(() -> pipeline.transferAsync(null));
    assertThatNullPointerException()
        .isThrownBy(() -> pipeline.transferAll(Arrays.asList(request, null), SILENT, null));
  }

  @Test
  void numbersThatAreNotFiniteAreTheBackendsFault() {
    for (float poison : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      faults.poisonWith(poison);
      assertThatExceptionOfType(BackendException.class)
          .isThrownBy(() -> pipeline.encoder().encode(List.of(image, image), REAL))
          .withMessageContaining("'faulty' computed " + poison)
          .withMessageContaining("element 7 of the latent mean, number 1 of a batch of 2")
          .returns(ErrorCode.BACKEND_FAILED, BackendException::code);
      assertThatExceptionOfType(BackendException.class)
          .isThrownBy(() -> pipeline.decoder().decode(Latent.of(new float[8], new float[8]), REAL))
          .withMessageContaining("'faulty' computed " + poison)
          .withMessageContaining("the decoded image");
    }
  }

  @Test
  void whatABackendLeavesOutIsNotTakenFromTheCallBefore() {
    pipeline.transfer(request);
    faults.writeNothing();
    assertThatExceptionOfType(BackendException.class)
        .isThrownBy(() -> pipeline.transfer(request))
        .withMessageContaining("'faulty' computed NaN for element 0 of the latent mean");
    assertThatExceptionOfType(BackendException.class)
        .isThrownBy(() -> pipeline.decoder().decode(Latent.of(new float[8], new float[8]), REAL))
        .withMessageContaining("'faulty' computed NaN for element 0 of the decoded image");
  }

  @Test
  void afterAFailureThePipelineWorksAsBefore() {
    RgbImage expected = pipeline.transfer(request).image();
    faults.failWith(() -> new ArithmeticException("overflow"));
    assertThatExceptionOfType(BackendException.class).isThrownBy(() -> pipeline.transfer(request));
    faults.recover();
    faults.poisonWith(Float.NaN);
    assertThatExceptionOfType(BackendException.class).isThrownBy(() -> pipeline.transfer(request));
    faults.recover();

    assertThat(pipeline.transfer(request).image()).isEqualTo(expected);
  }

  @Test
  void whatABackendThrowsIsNamedAfterIt() {
    ArithmeticException cause = new ArithmeticException("overflow");
    faults.failWith(() -> cause);
    assertThatExceptionOfType(BackendException.class)
        .isThrownBy(() -> pipeline.transfer(request))
        .withMessageContaining("'faulty' could not transfer a batch of 1")
        .withMessageContaining("overflow")
        .withCause(cause)
        .returns(ErrorCode.BACKEND_FAILED, BackendException::code);

    BackendException own = new BackendException(ErrorCode.BACKEND_FAILED, "out of memory");
    faults.failWith(() -> own);
    assertThatExceptionOfType(BackendException.class)
        .isThrownBy(() -> pipeline.transfer(request))
        .isSameAs(own);
  }

  @Test
  void warmUpComputesOneImage() {
    pipeline.warmUp();
    assertThat(backend.encodedBatches).containsExactly(1);
    assertThat(backend.decodedBatches).containsExactly(1);
  }

  @Test
  void flightRecorderSeesCallsAndBatches(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("events.jfr");
    try (Recording recording = new Recording()) {
      recording.enable(TransferEvent.class);
      recording.enable(BatchEvent.class);
      recording.start();
      pipeline.transferAll(List.of(request, request.withStrength(0.5)), SILENT, new Cancellation());
      recording.stop();
      recording.dump(file);
    }

    List<RecordedEvent> events = RecordingFile.readAllEvents(file);
    assertThat(events)
        .filteredOn(event -> event.getEventType().getName().equals("io.trvae.Transfer"))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.getString("backend")).isEqualTo("faulty");
              assertThat(event.getInt("requested")).isEqualTo(2);
              assertThat(event.getInt("finished")).isEqualTo(2);
            });
    assertThat(events)
        .filteredOn(event -> event.getEventType().getName().equals("io.trvae.Batch"))
        .extracting(event -> event.getString("operation") + " " + event.getInt("images"))
        .containsExactlyInAnyOrder("encode 1", "decode 2");
  }
}

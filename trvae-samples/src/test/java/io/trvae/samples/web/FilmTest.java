package io.trvae.samples.web;

import static io.trvae.samples.web.ApiTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.trvae.Cancellation;
import io.trvae.DomainLabel;
import io.trvae.OutputSize;
import io.trvae.RgbImage;
import io.trvae.TransferRequest;
import io.trvae.TransferResult;
import io.trvae.face.Face;
import io.trvae.face.FacePolicy;
import io.trvae.samples.morph.AnimatedGif;
import io.trvae.samples.morph.Gif;
import io.trvae.testkit.Images;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The way to another domain as an animated GIF. */
class FilmTest {

  private static final String MORPH = "/api/v1/morph?from=real&to=anime";
  private static final RgbImage PHOTO = Images.noise(40, 30, 7);
  private static final Limits LIMITS =
      new Limits(1 << 20, 1 << 20, 250_000, 4, Limits.DEFAULT.time());

  private static TestServer server;
  private static Client client;

  @BeforeAll
  static void start() throws IOException {
    server = new TestServer(new GatedJudge(), LIMITS);
    client = server.client();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void goesFromAReconstructionToTheFullTransfer() throws IOException {
    HttpResponse<byte[]> response =
        client.download(
            MORPH + "&frames=3&size=20&seed=4&face=given&faceX=12&faceY=14&faceSide=10", PHOTO);

    assertThat(response.headers().firstValue("Content-Type")).hasValue("image/gif");
    List<TransferRequest> requests =
        Stream.of(0.0, 0.5, 1.0)
            .map(
                strength ->
                    TransferRequest.of(PHOTO, DomainLabel.REAL, DomainLabel.ANIME)
                        .withStrength(strength)
                        .withSampling(4)
                        .withOutputSize(OutputSize.pixels(20))
                        .withFaces(FacePolicy.given(Face.of(12, 14, 10))))
            .toList();
    List<RgbImage> frames =
        server.pipeline().transferAll(requests, (done, total) -> {}, new Cancellation()).stream()
            .map(TransferResult::image)
            .toList();
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    AnimatedGif.write(frames, Duration.ofMillis(80), expected);
    assertThat(response.body()).isEqualTo(expected.toByteArray());
  }

  @Test
  void hasTwoSecondsUnlessToldOtherwise() throws IOException {
    Gif gif = Gif.read(client.download(MORPH, PHOTO).body());

    assertThat(gif.frames()).hasSize(24);
    assertThat(gif.delays()).containsOnly("8");
    assertThat(gif.repeats()).containsOnly(true);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "from=real                      | 400 | 'to' is missing",
        "from=real&to=manga             | 400 | TRVAE-203",
        "from=real&to=anime&frames=1    | 400 | 'frames': 1 is not in [2, 100]",
        "from=real&to=anime&frames=101  | 400 | 'frames': 101 is not in [2, 100]",
        "from=real&to=anime&strength=1  | 400 | no parameter 'strength'",
        "from=real&to=anime&frames=26&size=100 | 413 | 26 pictures would have 260000 pixels",
      })
  void badParametersAreNamed(String query, int status, String detail) {
    assertProblem(client.post("/api/v1/morph?" + query, PHOTO), status, detail);
  }

  @Test
  void widerPicturesThanAGifCanHaveAreRefused() {
    RgbImage wide = RgbImage.ofRgb(65_536, 1, new byte[3 * 65_536]);

    assertProblem(
        client.post(MORPH + "&frames=2&face=given&faceX=9&faceY=0&faceSide=9&putBack=plain", wide),
        413,
        "65535");
  }
}

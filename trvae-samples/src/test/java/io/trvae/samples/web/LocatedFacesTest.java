package io.trvae.samples.web;

import static io.trvae.samples.web.ApiTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.trvae.DomainLabel;
import io.trvae.RgbImage;
import io.trvae.TransferRequest;
import io.trvae.face.FacePolicy;
import io.trvae.face.PutBack;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Faces that the server finds, in the portrait of the demonstration. */
class LocatedFacesTest {

  private static final String TRANSFER = "/api/v1/transfer?from=real&to=anime";

  private static byte[] file;
  private static RgbImage portrait;
  private static TestServer server;
  private static Client client;

  @BeforeAll
  static void start() throws IOException {
    String path = "/io/trvae/samples/demo/astronaut-full.jpg";
    try (InputStream in =
        Objects.requireNonNull(LocatedFacesTest.class.getResourceAsStream(path), path)) {
      file = in.readAllBytes();
    }
    portrait = RgbImage.decode(file);
    long pixels = (long) portrait.width() * portrait.height();
    Limits limits = new Limits(1 << 20, pixels, pixels, 4, Limits.DEFAULT.time());
    server = new TestServer(new GatedJudge(), limits);
    client = server.client();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  static Stream<Arguments> policies() {
    return Stream.of(
        Arguments.of("largest", FacePolicy.largest()),
        Arguments.of("largest&putBack=none", FacePolicy.largest()),
        Arguments.of("largest&putBack=plain", FacePolicy.largest().withPutBack(PutBack.plain())),
        Arguments.of("all", FacePolicy.all()),
        Arguments.of(
            "all&putBack=matched", FacePolicy.all().withPutBack(PutBack.matchingColours())));
  }

  @ParameterizedTest
  @MethodSource("policies")
  void areDrawn(String face, FacePolicy policy) throws IOException {
    HttpResponse<String> response = post("&face=" + face);

    TransferRequest request =
        TransferRequest.of(portrait, DomainLabel.REAL, DomainLabel.ANIME).withFaces(policy);
    assertThat(ApiTest.pictures(response))
        .containsExactly(server.pipeline().transfer(request).image());
    JsonArray faces = Client.json(response).getAsJsonArray("faces");
    assertThat(faces).hasSize(1);
    JsonObject found = faces.get(0).getAsJsonObject();
    assertThat(found.get("centreX").getAsDouble()).isCloseTo(225, within(25.0));
    assertThat(found.get("centreY").getAsDouble()).isCloseTo(110, within(25.0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"largest", "largest&putBack=matched", "all"})
  void whereThereIsNoneIsAProblem(String face) {
    RgbImage black = RgbImage.ofRgb(64, 64, new byte[3 * 64 * 64]);

    HttpResponse<String> response = client.post(TRANSFER + "&face=" + face, black);

    assertProblem(response, 422, "No face was found");
    assertThat(Client.json(response).get("code").getAsString()).isEqualTo("TRVAE-104");
  }

  @Test
  void picturesWithFacesPutBackCountAllTheirPixels() {
    assertThat(post("&to=cartoon&face=largest").statusCode()).isEqualTo(200);
    assertProblem(post("&to=cartoon&face=largest&putBack=plain"), 413, "2 pictures would have");
    assertProblem(post("&to=cartoon&face=all"), 413, "2 pictures would have");
  }

  @Test
  void policiesAreListed() {
    assertThat(Client.json(client.get("/api/v1/model")).get("faces"))
        .hasToString("[\"whole\",\"largest\",\"all\",\"given\"]");
  }

  private static HttpResponse<String> post(String parameters) {
    return client.post(TRANSFER + parameters, "image/jpeg", BodyPublishers.ofByteArray(file));
  }
}

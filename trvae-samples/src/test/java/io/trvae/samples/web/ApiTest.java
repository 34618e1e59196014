package io.trvae.samples.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.trvae.Cancellation;
import io.trvae.DomainLabel;
import io.trvae.OutputSize;
import io.trvae.RgbImage;
import io.trvae.TransferRequest;
import io.trvae.TransferResult;
import io.trvae.face.Face;
import io.trvae.face.FacePolicy;
import io.trvae.face.PutBack;
import io.trvae.testkit.Images;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiTest {

  private static final String TRANSFER = "/api/v1/transfer?from=real";
  private static final RgbImage PHOTO = Images.noise(40, 30, 7);
  private static final Limits LIMITS = new Limits(20_000, 5000, 5000, 4, Limits.DEFAULT.time());

  private static TestServer server;
  private static Client client;

  @BeforeAll
  static void start() throws IOException {
    GatedJudge judge = new GatedJudge();
    judge.open();
    server = new TestServer(judge, LIMITS);
    client = server.client();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void isHealthy() {
    HttpResponse<String> health = client.get("/health");

    assertThat(health.statusCode()).isEqualTo(200);
    assertThat(health.body()).isEqualTo("{\"status\":\"ok\"}");
  }

  @Test
  void drawsWhatThePipelineDraws() throws IOException {
    HttpResponse<String> response =
        client.post(TRANSFER + "&to=anime&to=cartoon&strength=0&strength=0.5&seed=4", PHOTO);

    assertThat(response.statusCode()).isEqualTo(200);
    List<TransferRequest> requests = new ArrayList<>();
    for (DomainLabel to : List.of(DomainLabel.ANIME, DomainLabel.CARTOON)) {
      for (double strength : List.of(0.0, 0.5)) {
        requests.add(
            TransferRequest.of(PHOTO, DomainLabel.REAL, to).withStrength(strength).withSampling(4));
      }
    }
    assertThat(pictures(response)).isEqualTo(drawn(requests));
    JsonArray pictures = Client.json(response).getAsJsonArray("pictures");
    assertThat(pictures.get(1).getAsJsonObject().get("to").getAsString()).isEqualTo("anime");
    assertThat(pictures.get(1).getAsJsonObject().get("strength").getAsDouble()).isEqualTo(0.5);
  }

  @Test
  void drawsEveryDomainUnlessToldOtherwise() throws IOException {
    HttpResponse<String> response = client.post(TRANSFER + "&size=24", PHOTO);

    List<TransferRequest> requests = new ArrayList<>();
    for (DomainLabel to : server.pipeline().model().spec().domains()) {
      requests.add(
          TransferRequest.of(PHOTO, DomainLabel.REAL, to).withOutputSize(OutputSize.pixels(24)));
    }
    assertThat(pictures(response)).hasSize(3).isEqualTo(drawn(requests));
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "plain", "matched"})
  void facesArePutBackIfAsked(String putBack) throws IOException {
    HttpResponse<String> response =
        client.post(
            TRANSFER
                + "&to=anime&face=given&faceX=12.5&faceY=14&faceSide=10&faceRoll=20&putBack="
                + putBack,
            PHOTO);

    Face face = Face.of(12.5, 14, 10).withRollDegrees(20);
    FacePolicy.Given given = FacePolicy.given(face);
    FacePolicy policy =
        putBack.equals("none") ? given : given.withPutBack(new PutBack(putBack.equals("matched")));
    assertThat(pictures(response))
        .isEqualTo(
            drawn(
                List.of(
                    TransferRequest.of(PHOTO, DomainLabel.REAL, DomainLabel.ANIME)
                        .withFaces(policy))));
    JsonObject drawn = Client.json(response).getAsJsonArray("faces").get(0).getAsJsonObject();
    assertThat(drawn.get("centreX").getAsDouble()).isEqualTo(12.5);
    assertThat(drawn.get("rollDegrees").getAsDouble()).isEqualTo(20);
  }

  @Test
  void guessesAmongTheModelsDomains() {
    JsonObject guess = Client.json(client.post("/api/v1/guess", PHOTO));

    assertThat(guess.get("domain").getAsString()).isEqualTo("anime");
    JsonArray probabilities = guess.getAsJsonArray("probabilities");
    List<String> order = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    for (JsonElement element : probabilities) {
      order.add(element.getAsJsonObject().get("domain").getAsString());
      values.add(
          Math.round(1e6 * element.getAsJsonObject().get("probability").getAsDouble()) / 1e6);
    }
    assertThat(order).containsExactly("real", "anime", "cartoon");
    assertThat(values).containsExactly(0.2, 0.6, 0.2);
  }

  @Test
  void modelIsDescribed() {
    JsonObject model = Client.json(client.get("/api/v1/model"));

    JsonObject network = model.getAsJsonObject("network");
    assertThat(network.get("architecture").getAsString()).isEqualTo("portrait");
    int counted = 0;
    for (String part : List.of("encoder", "heads", "decoder")) {
      for (JsonElement layer : network.getAsJsonArray(part)) {
        counted += layer.getAsJsonObject().get("parameters").getAsInt();
      }
    }
    assertThat(network.get("parameters").getAsInt()).isEqualTo(counted).isPositive();
    JsonArray decoder = network.getAsJsonArray("decoder");
    JsonObject last = decoder.get(decoder.size() - 1).getAsJsonObject();
    assertThat(last.getAsJsonArray("output")).hasToString("[3,16,16]");
    assertThat(model.getAsJsonObject("provenance").get("licence").getAsString())
        .isEqualTo("none: random weights");
    assertThat(model.getAsJsonObject("limits").get("uploadBytes").getAsInt())
        .isEqualTo(LIMITS.uploadBytes());
  }

  @Test
  void examplesAreServed() {
    JsonObject example =
        Client.json(client.get("/api/v1/model"))
            .getAsJsonArray("examples")
            .get(0)
            .getAsJsonObject();

    HttpResponse<String> picture = client.get(example.get("path").getAsString());

    assertThat(picture.statusCode()).isEqualTo(200);
    assertThat(picture.headers().firstValue("Content-Type")).hasValue("image/png");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "to=anime                              | 'from' is missing",
        "from=real&from=anime                  | 'from' is given 2 times",
        "from=manga                            | TRVAE-203",
        "from=real&to=manga                    | TRVAE-203",
        "from=MANGA                            | 'from': Domain name 'MANGA'",
        "from=real&strength=1.5                | 'strength': 1.5 is not in [0, 1]",
        "from=real&strength=NaN                | 'strength': NaN is not in [0, 1]",
        "from=real&strength=much               | 'strength': 'much' is not such a number",
        "from=real&seed=1.5                    | 'seed': '1.5' is not such a number",
        "from=real&size=0                      | 'size': 0 is not in [1, 1024]",
        "from=real&size=1025                   | 'size': 1025 is not in [1, 1024]",
        "from=real&face=biggest                | 'face': 'biggest' is none of [whole, largest, all, given]",
        "from=real&face=given                  | 'faceX' is missing",
        "from=real&face=given&faceX=1&faceY=2&faceSide=-1  | 'faceSide': A face's side -1.0",
        "from=real&face=given&faceX=9&faceY=9&faceSide=9&faceRoll=2e308 | 'faceRoll': '2e308' is not such a number",
        "from=real&face=given&faceX=NaN&faceY=2&faceSide=3 | 'faceX': 'NaN' is not such a number",
        "from=real&face=given&faceX=99&faceY=2&faceSide=3  | outside the image of 40x30",
        "from=real&putBack=plain               | 'putBack' needs a face",
        "from=real&face=all&putBack=none       | 'putBack': all faces go back",
        "from=real&putBack=maybe               | 'putBack': 'maybe' is none of",
        "from=real&sead=1                      | no parameter 'sead'; there are [face, from,",
      })
  void badParametersAreNamed(String query, String detail) {
    HttpResponse<String> response = client.post("/api/v1/transfer?" + query, PHOTO);

    assertProblem(response, 400, detail);
  }

  @Test
  void guessTakesNoParameters() {
    assertProblem(client.post("/api/v1/guess?from=real", PHOTO), 400, "no parameter 'from'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "image/svg+xml", "image/png; charset=x", "*/*"})
  void otherContentIsRefused(String type) {
    HttpResponse<String> response =
        client.post(TRANSFER, type, BodyPublishers.ofByteArray(Client.png(PHOTO)));

    assertProblem(response, 415, "image/jpeg");
  }

  @Test
  void noPictureIsNamed() {
    assertProblem(
        client.post(TRANSFER, "image/png", BodyPublishers.ofString("x")), 422, "TRVAE-101");
    assertProblem(client.post(TRANSFER, "image/png", BodyPublishers.noBody()), 422, "it is empty");
    byte[] half = Arrays.copyOf(Client.png(PHOTO), 1000);
    assertProblem(
        client.post(TRANSFER, "image/png", BodyPublishers.ofByteArray(half)), 422, "truncated");
  }

  @Test
  void tooLargeFilesAreRefusedHoweverTheyCome() {
    byte[] large = new byte[3_000_000];

    assertProblem(
        client.post(TRANSFER, "image/png", BodyPublishers.ofByteArray(large)),
        413,
        "3000000 bytes; the limit is 20000");
    byte[] largest = Arrays.copyOf(large, LIMITS.uploadBytes());
    assertProblem(
        client.post(TRANSFER, "image/png", BodyPublishers.ofByteArray(largest)), 422, "TRVAE-101");
    byte[] larger = Arrays.copyOf(large, LIMITS.uploadBytes() + 1);
    assertProblem(
        client.post(TRANSFER, "image/png", BodyPublishers.ofByteArray(larger)), 413, "20001 bytes");
    assertProblem(
        client.post(
            TRANSFER,
            "image/png",
            BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large))),
        413,
        "3000000 bytes; the limit is 20000");
  }

  @Test
  void tooManyPixelsAreRefused() {
    RgbImage large = RgbImage.ofRgb(100, 51, new byte[3 * 5100]);

    assertProblem(client.post(TRANSFER, large), 413, "TRVAE-102");
    assertProblem(client.post(TRANSFER + "&size=41", PHOTO), 413, "5043 pixels; the limit is 5000");
    assertProblem(
        client.post(TRANSFER + "&to=anime&size=1" + "&strength=0.1".repeat(20), PHOTO),
        413,
        "5120 pixels");
    assertProblem(
        client.post(
            TRANSFER
                + "&to=anime"
                + "&strength=0.1".repeat(20)
                + "&face=given&faceX=1&faceY=1&faceSide=1&putBack=plain",
            Images.noise(2, 2, 7)),
        413,
        "5120 pixels");
    assertProblem(
        client.post(
            TRANSFER
                + "&to=anime"
                + "&strength=0.1".repeat(5)
                + "&face=given&faceX=9&faceY=9&faceSide=9&putBack=plain",
            PHOTO),
        413,
        "6000 pixels");
  }

  @Test
  void otherMethodsAreNamed() {
    HttpResponse<String> response = client.get(TRANSFER);

    assertProblem(response, 405, "Use POST");
    assertThat(response.headers().firstValue("Allow")).hasValue("POST");
    assertThat(client.post("/health", PHOTO).headers().firstValue("Allow")).hasValue("GET, HEAD");
  }

  @Test
  void whatAClientSaysIsEscaped() {
    String script = "%3Cscript%3Ealert(1)%3C%2Fscript%3E";

    HttpResponse<String> response = client.post(TRANSFER + "&" + script + "=1", PHOTO);
    assertProblem(response, 400, "<script>");
    assertThat(response.body()).doesNotContain("<");
    assertThat(client.get("/" + script).body()).doesNotContain("script");
  }

  static void assertProblem(HttpResponse<String> response, int status, String detail) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(Client.json(response).get("detail").getAsString()).contains(detail);
  }

  private static List<RgbImage> drawn(List<TransferRequest> requests) {
    return server.pipeline().transferAll(requests, (done, total) -> {}, new Cancellation()).stream()
        .map(TransferResult::image)
        .toList();
  }

  static List<RgbImage> pictures(HttpResponse<String> response) throws IOException {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    List<RgbImage> pictures = new ArrayList<>();
    for (JsonElement picture : Client.json(response).getAsJsonArray("pictures")) {
      String png = picture.getAsJsonObject().get("png").getAsString();
      pictures.add(RgbImage.decode(Base64.getDecoder().decode(png)));
    }
    return pictures;
  }
}

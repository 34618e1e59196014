package io.trvae.samples.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.trvae.TransferPipeline;
import io.trvae.model.ModelSource;
import io.trvae.network.Architecture;
import io.trvae.network.NetworkSpec;
import io.trvae.testkit.Images;
import io.trvae.testkit.RandomModels;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever is asked of the API, it answers, and never with a fault of its own. What is fed is a
 * line with the address, a line with the picture's type, and the picture.
 */
class ApiFuzzTest {

  private static final Limits LIMITS =
      new Limits(1 << 16, 1 << 14, 1 << 14, 4, Duration.ofSeconds(50));

  private final GatedJudge judge = new GatedJudge();
  private final Workers workers = new Workers(LIMITS.places());
  private final Server server = new Server();
  private final LocalConnector connector = new LocalConnector(server);

  private TransferPipeline pipeline;

  static Stream<byte[]> seeds() {
    return Stream.of(
            "transfer?from=real&to=anime&to=cartoon&strength=0.5&strength=1&seed=4&size=8",
            "transfer?from=real&to=anime&face=given&faceX=2.5&faceY=3&faceSide=4&faceRoll=-20"
                + "&putBack=matched",
            "transfer?from=real&to=anime&face=given&faceX=1e300&faceY=-1e300&faceSide=1e308"
                + "&faceRoll=1e308&putBack=plain",
            "transfer?from=real&to=anime&face=given&faceX=1&faceY=1&faceSide=1e-300",
            "transfer?from=real&to=anime&face=largest&putBack=none",
            "transfer?from=real&face=all&putBack=plain",
            "transfer?from=%72eal&to=an+ime&to=%c3%a4&x",
            "morph?from=real&to=anime&frames=3&face=whole",
            "guess",
            "guess?x=%zz")
        .map(
            address ->
                request("/api/v1/" + address, "image/png", Client.png(Images.noise(6, 5, 1))));
  }

  private static byte[] request(String address, String type, byte[] picture) {
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.writeBytes((address + "\n" + type + "\n").getBytes(ISO_8859_1));
    request.writeBytes(picture);
    return request.toByteArray();
  }

  @BeforeEach
  void start() throws Exception {
    judge.open();
    NetworkSpec network = new NetworkSpec(Architecture.COMPACT, 16, 3, 8, 16, 0);
    pipeline =
        TransferPipeline.builder()
            .model(ModelSource.of(RandomModels.create(network, 1)))
            .faceLocator(picture -> List.of())
            .threads(1)
            .build();
    server.addConnector(connector);
    server.setErrorHandler(new ErrorAnswers());
    server.setHandler(Api.routes(pipeline, Optional.of(judge), List.of(), LIMITS, workers));
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
    workers.close();
    pipeline.close();
  }

  @Timeout(60)
  @MethodSource("seeds")
  @FuzzTest
  void answers(byte[] fed) throws Exception {
    String[] parts = new String(fed, ISO_8859_1).split("\n", 3);
    String body = parts[parts.length - 1];
    String head =
        "POST "
            + parts[0]
            + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: "
            + (parts.length > 2 ? parts[1] : "image/png")
            + "\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n";

    ByteBuffer request = ByteBuffer.wrap((head + body).getBytes(ISO_8859_1));
    ByteBuffer answer = connector.getResponse(request, LIMITS.time().toSeconds(), TimeUnit.SECONDS);

    assertThat(ISO_8859_1.decode(answer).toString())
        .startsWith("HTTP/1.1 ")
        .doesNotStartWith("HTTP/1.1 500")
        .doesNotStartWith("HTTP/1.1 503");
  }
}

package io.trvae.samples.web;

import static io.trvae.samples.web.ApiTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trvae.RgbImage;
import io.trvae.testkit.Images;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds when there is too much to do, or clients are slow or broken. */
@Timeout(60)
class ServerLimitsTest {

  private static final String GUESS = "/api/v1/guess";
  private static final RgbImage PHOTO = Images.noise(16, 16, 3);
  private static final Limits ONE_PLACE = Limits.DEFAULT.withPlaces(1);
  private static final Limits HURRY = ONE_PLACE.withTime(Duration.ofMillis(1500));

  private final GatedJudge judge = new GatedJudge();

  @AfterEach
  void openGate() {
    judge.open();
  }

  @Test
  void moreThanThereIsRoomForIsPutOff() throws Exception {
    try (TestServer server = new TestServer(judge, ONE_PLACE)) {
      Client client = server.client();
      CompletableFuture<HttpResponse<String>> first = client.begin(GUESS, PHOTO);
      judge.awaitCall();

      HttpResponse<String> second = client.post(GUESS, PHOTO);
      assertProblem(second, 503, "try again");
      assertThat(second.headers().firstValue("Retry-After")).hasValue("1");
      assertThat(client.get("/health").statusCode()).isEqualTo(200);

      judge.open();
      assertThat(first.join().statusCode()).isEqualTo(200);
      assertThat(client.post(GUESS, PHOTO).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void whatTakesTooLongIsPutOff() throws Exception {
    try (TestServer server = new TestServer(judge, HURRY)) {
      HttpResponse<String> response = server.client().post(GUESS, PHOTO);

      assertProblem(response, 503, "within 1.5 seconds");
      assertThat(response.headers().firstValue("Retry-After")).hasValue("1");
      assertProblem(server.client().post(GUESS, PHOTO), 503, "All places are taken");
      judge.open();
      awaitPlace(server.client());
    }
  }

  @Test
  void slowClientsLoseTheirPlace() throws Exception {
    judge.open();
    try (TestServer server = new TestServer(judge, HURRY);
        Socket slow = connect(server.address())) {
      write(slow, head(GUESS, 1000));

      assertThat(read(slow)).startsWith("HTTP/1.1 408 ").contains("did not arrive within 1.5");
      awaitPlace(server.client());
    }
  }

  @Test
  void whoAsksBeforeSendingIsAnsweredBefore() throws Exception {
    try (TestServer server = new TestServer(judge, ONE_PLACE);
        Socket socket = connect(server.address())) {
      write(
          socket,
          head("/api/v1/transfer", 9).replace("\r\n\r\n", "\r\nExpect: 100-continue\r\n\r\n"));

      assertThat(read(socket)).startsWith("HTTP/1.1 400 ").contains("is missing");
    }
  }

  @Test
  void whoSendsAllBeforeReadingIsAnsweredAfter() throws Exception {
    try (TestServer server = new TestServer(judge, ONE_PLACE);
        Socket socket = connect(server.address())) {
      byte[] large = new byte[20_000_000];
      write(
          socket,
          head("/api/v1/transfer", large.length)
              .replace("localhost", "localhost\r\nConnection: close"));
      socket.getOutputStream().write(large);

      assertThat(read(socket)).startsWith("HTTP/1.1 400 ").contains("is missing");
    }
  }

  @Test
  void badlyEncodedQueryIsRefused() throws Exception {
    try (TestServer server = new TestServer(judge, ONE_PLACE);
        Socket socket = connect(server.address())) {
      write(
          socket,
          head(GUESS + "?x=%zz", 1).replace("localhost", "localhost\r\nConnection: close") + "x");

      assertThat(read(socket)).startsWith("HTTP/1.1 400 ").contains("application/problem+json");
    }
  }

  @Test
  void brokenClientsLoseTheirPlace() throws Exception {
    judge.open();
    try (TestServer server = new TestServer(judge, ONE_PLACE)) {
      try (Socket broken = connect(server.address())) {
        write(broken, head(GUESS, 1000) + "half");
      }
      awaitPlace(server.client());
    }
  }

  @Test
  void endFinishesWhatIsBeingDone() throws Exception {
    try (TestServer server = new TestServer(judge, Limits.DEFAULT)) {
      Client client = server.client();
      // A server that has ended has no address.
      URI address = server.address();
      CompletableFuture<HttpResponse<String>> running = client.begin(GUESS, PHOTO);
      judge.awaitCall();

      CompletableFuture<Void> end = CompletableFuture.runAsync(server::stop);
      awaitRefusal(address);
      assertThat(end).isNotDone();
      assertThat(running).isNotDone();

      judge.open();
      assertThat(running.join().statusCode()).isEqualTo(200);
      end.join();
      assertThatThrownBy(() -> client.get("/health"))
          .isInstanceOf(CompletionException.class)
          .hasCauseInstanceOf(ConnectException.class);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET / HTTP/1.1 | 200",
        "GET /health HTTP/1.1 | 200",
        "GET /nothing HTTP/1.1 | 404",
        "GET /../openapi.json HTTP/1.1 | 400",
        "GET /%2e%2e/openapi.json HTTP/1.1 | 400",
        "GET /<b> HTTP/1.1 | 400",
        "PUT /health HTTP/1.1 | 405",
        "POST /api/v1/guess HTTP/1.1 | 415",
        "NONSENSE | 400",
      })
  void everyAnswerIsSafe(String line, int status) throws Exception {
    judge.open();
    try (TestServer server = new TestServer(judge, ONE_PLACE);
        Socket socket = connect(server.address())) {
      write(socket, line + "\r\nHost: localhost\r\nConnection: close\r\n\r\n");

      String answer = read(socket);
      assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
      assertThat(answer)
          .containsIgnoringCase("Content-Security-Policy: default-src 'none'; script-src 'self';")
          .containsIgnoringCase("X-Content-Type-Options: nosniff")
          .containsIgnoringCase("Referrer-Policy: no-referrer")
          .doesNotContain("Jetty", "<b>", "unsafe-inline");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:1", "127.0.0.1", "[::1]:99"})
  void thisMachineIsServed(String host) throws Exception {
    assertThat(health(host)).startsWith("HTTP/1.1 200 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.example", "localhost.evil.example", "127.0.0.1.evil.example"})
  void otherNamesAreNotServed(String host) throws Exception {
    assertThat(health(host)).startsWith("HTTP/1.1 421 ");
  }

  private String health(String host) throws IOException {
    try (TestServer server = new TestServer(judge, ONE_PLACE);
        Socket socket = connect(server.address())) {
      write(socket, "GET /health HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
      return read(socket);
    }
  }

  private static void awaitPlace(Client client) throws InterruptedException {
    HttpResponse<String> response = client.post(GUESS, PHOTO);
    while (response.statusCode() != 200) {
      Thread.sleep(10);
      response = client.post(GUESS, PHOTO);
    }
  }

  private static String head(String path, int length) {
    return "POST "
        + path
        + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/png\r\nContent-Length: "
        + length
        + "\r\n\r\n";
  }

  private static Socket connect(URI address) throws IOException {
    return new Socket(address.getHost(), address.getPort());
  }

  private static void awaitRefusal(URI address) throws Exception {
    while (true) {
      try (Socket socket = connect(address)) {
        Thread.sleep(10);
      } catch (ConnectException refused) {
        return;
      }
    }
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }

  private static String read(Socket socket) throws IOException {
    BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    return reader.lines().collect(Collectors.joining("\n"));
  }
}

package io.trvae.samples.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.trvae.samples.Trvae;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Sends the requests that docs/samples.md shows, with a photo of a face. */
class DocumentedRequestsTest {

  private static final Pattern REQUEST =
      Pattern.compile("^curl .*\\\\\n *'http://127\\.0\\.0\\.1:8080(/\\S+)'", Pattern.MULTILINE);

  @Test
  void areAnswered() throws IOException {
    List<String> requests =
        REQUEST
            .matcher(Files.readString(Path.of("../docs/samples.md")))
            .results()
            .map(request -> request.group(1))
            .toList();
    assertThat(requests).hasSize(2);
    byte[] photo;
    try (InputStream in = Trvae.class.getResourceAsStream("demo/astronaut-full.jpg")) {
      photo = Objects.requireNonNull(in).readAllBytes();
    }

    try (TestServer server = new TestServer(new GatedJudge(), Limits.DEFAULT)) {
      Client client = server.client();
      for (String request : requests) {
        HttpResponse<String> response =
            client.post(request, "image/jpeg", BodyPublishers.ofByteArray(photo));
        assertThat(response.statusCode()).as("%s%n%s", request, response.body()).isEqualTo(200);
      }
    }
  }
}

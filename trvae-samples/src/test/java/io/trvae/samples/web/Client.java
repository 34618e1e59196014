package io.trvae.samples.web;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.trvae.RgbImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Talks to a server as any program would. */
final class Client {

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI address;

  Client(URI address) {
    this.address = address;
  }

  HttpResponse<String> get(String path) {
    return send(request(path).build()).join();
  }

  /** Posts a picture as PNG. */
  HttpResponse<String> post(String path, RgbImage picture) {
    return post(path, "image/png", BodyPublishers.ofByteArray(png(picture)));
  }

  HttpResponse<String> post(String path, String type, BodyPublisher body) {
    return send(request(path).header("Content-Type", type).POST(body).build()).join();
  }

  CompletableFuture<HttpResponse<String>> begin(String path, RgbImage picture) {
    return send(
        request(path)
            .header("Content-Type", "image/png")
            .POST(BodyPublishers.ofByteArray(png(picture)))
            .build());
  }

  /** Posts a picture as PNG for an answer that is no text. */
  HttpResponse<byte[]> download(String path, RgbImage picture) {
    HttpRequest request =
        request(path)
            .header("Content-Type", "image/png")
            .POST(BodyPublishers.ofByteArray(png(picture)))
            .build();
    return http.sendAsync(request, BodyHandlers.ofByteArray()).join();
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(address.resolve(path)).timeout(Duration.ofSeconds(30));
  }

  CompletableFuture<HttpResponse<String>> send(HttpRequest request) {
    return http.sendAsync(request, BodyHandlers.ofString());
  }

  static JsonObject json(HttpResponse<String> response) {
    return JsonParser.parseString(response.body()).getAsJsonObject();
  }

  static byte[] png(RgbImage picture) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      picture.write(bytes, "png");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}

package io.trvae.samples.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.trvae.RgbImage;
import io.trvae.testkit.Images;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The API is what its description says. */
class OpenApiTest {

  private static final RgbImage PHOTO = Images.noise(20, 20, 5);

  private static TestServer server;
  private static Client client;
  private static JsonObject description;

  @BeforeAll
  static void start() throws IOException {
    GatedJudge judge = new GatedJudge();
    judge.open();
    server = new TestServer(judge, Limits.DEFAULT);
    client = server.client();
    description = Client.json(client.get("/api/v1/openapi.json"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void everyAddressAnswersAsDescribed() {
    for (String path : description.getAsJsonObject("paths").keySet()) {
      String query = path.endsWith("guess") ? "" : "?from=real&to=anime";
      if (methods(path).equals(Set.of("get"))) {
        assertDescribed(path, "get", client.get(path), 200);
      } else {
        assertDescribed(path, "post", client.post(path + query, PHOTO), 200);
        assertDescribed(path, "post", client.post(path + "?x=1", PHOTO), 400);
        assertDescribed(
            path, "post", client.post(path + query, "text/css", BodyPublishers.noBody()), 415);
        assertDescribed(
            path,
            "post",
            client.post(path + query, "image/png", BodyPublishers.ofString("x")),
            422);
      }
    }
  }

  @Test
  void methodsAreThoseDescribed() {
    for (String path : description.getAsJsonObject("paths").keySet()) {
      HttpResponse<String> response = client.send(client.request(path).DELETE().build()).join();
      assertThat(response.headers().firstValue("Allow").orElseThrow().toLowerCase(Locale.ROOT))
          .as(path)
          .startsWith(String.join(", ", methods(path)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/transfer", "/api/v1/morph"})
  void parametersAreThoseDescribed(String path) {
    Set<String> names = new TreeSet<>();
    for (JsonElement parameter : operation(path, "post").getAsJsonArray("parameters")) {
      names.add(parameter.getAsJsonObject().get("name").getAsString());
    }
    String complete = "?from=real&to=anime&face=given&faceX=1&faceY=1&faceSide=1&x=1";

    HttpResponse<String> response = client.post(path + complete, PHOTO);

    assertThat(Client.json(response).get("detail").getAsString()).endsWith("there are " + names);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/transfer", "/api/v1/morph"})
  void choicesAreThoseDescribed(String path) {
    for (JsonElement element : operation(path, "post").getAsJsonArray("parameters")) {
      JsonObject parameter = element.getAsJsonObject();
      JsonElement choices = parameter.getAsJsonObject("schema").get("enum");
      if (choices != null) {
        String all =
            choices.getAsJsonArray().asList().stream()
                .map(JsonElement::getAsString)
                .collect(Collectors.joining(", ", "[", "]"));
        String query = "?from=real&" + parameter.get("name").getAsString() + "=x";
        HttpResponse<String> response = client.post(path + query, PHOTO);
        assertThat(Client.json(response).get("detail").getAsString()).endsWith("none of " + all);
      }
    }
  }

  private static Set<String> methods(String path) {
    return description.getAsJsonObject("paths").getAsJsonObject(path).keySet();
  }

  private static JsonObject operation(String path, String method) {
    return description.getAsJsonObject("paths").getAsJsonObject(path).getAsJsonObject(method);
  }

  private static void assertDescribed(
      String path, String method, HttpResponse<String> response, int status) {
    assertThat(response.statusCode()).as(path + ": " + response.body()).isEqualTo(status);
    JsonObject content =
        operation(path, method)
            .getAsJsonObject("responses")
            .getAsJsonObject(Integer.toString(status))
            .getAsJsonObject("content");
    Map.Entry<String, JsonElement> described = content.entrySet().iterator().next();
    assertThat(response.headers().firstValue("Content-Type")).hasValue(described.getKey());
    if (described.getKey().startsWith("image/")) {
      return; // its schema says no more
    }
    JsonObject schema = described.getValue().getAsJsonObject().getAsJsonObject("schema");
    assertThat(schema(schema).validate(response.body(), InputFormat.JSON))
        .as(path + " " + status)
        .isEmpty();
  }

  /** A schema refers to others of the document, so it has to stand in there. */
  private static Schema schema(JsonObject part) {
    JsonObject document = new JsonObject();
    document.add("components", description.get("components"));
    part.entrySet().forEach(entry -> document.add(entry.getKey(), entry.getValue()));
    document.add("$schema", new JsonPrimitive("https://json-schema.org/draft/2020-12/schema"));
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(document.toString(), InputFormat.JSON);
  }
}

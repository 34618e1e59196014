package io.trvae.samples.web;

import io.trvae.DomainLabel;
import io.trvae.TransferPipeline;
import io.trvae.evaluation.Judge;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What is at which address; {@code openapi.json} describes it. */
final class Api {

  private static final String JSON = "application/json";

  private Api() {}

  private record Health(String status) {}

  static Routes routes(
      TransferPipeline pipeline,
      Optional<Judge> judge,
      List<Example> examples,
      Limits limits,
      Workers workers) {
    Optional<Guesser> guesser = judge.flatMap(known -> guesser(known, pipeline));
    Routes routes =
        new Routes()
            .get("/health", Answer.json(new Health("ok")))
            .get("/api/v1/openapi.json", Answer.ok(JSON, description()))
            .get(
                "/api/v1/model",
                Answer.json(ModelDescription.of(pipeline, guesser.isPresent(), examples, limits)))
            .post(
                "/api/v1/transfer",
                new PictureEndpoint(
                    query -> new TransferCall(pipeline, limits.resultPixels(), query),
                    workers,
                    limits))
            .post(
                "/api/v1/morph",
                new PictureEndpoint(
                    query -> new MorphCall(pipeline, limits.resultPixels(), query),
                    workers,
                    limits));
    guesser.ifPresent(
        guess -> routes.post("/api/v1/guess", new PictureEndpoint(guess::task, workers, limits)));
    examples.forEach(
        example -> routes.get(example.path(), Answer.ok(example.type(), example.bytes())));
    return routes;
  }

  private static Optional<Guesser> guesser(Judge judge, TransferPipeline pipeline) {
    List<DomainLabel> domains = pipeline.model().spec().domains();
    return judge.domains().containsAll(domains)
        ? Optional.of(new Guesser(judge, domains, pipeline.model().spec().imageSize()))
        : Optional.empty();
  }

  private static byte[] description() {
    String name = "openapi.json";
    try (InputStream in = Objects.requireNonNull(Api.class.getResourceAsStream(name), name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

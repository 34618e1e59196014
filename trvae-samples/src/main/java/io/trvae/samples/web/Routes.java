package io.trvae.samples.web;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Hands requests to their endpoints; those to other addresses are left to the next handler. */
final class Routes extends Handler.Abstract.NonBlocking {

  private static final String GET = "GET, HEAD";
  private static final String POST = "POST";

  private final Map<String, Route> routes = new HashMap<>();

  private record Route(String methods, Endpoint endpoint) {}

  Routes get(String path, Answer answer) {
    routes.put(path, new Route(GET, Endpoint.of(answer)));
    return this;
  }

  Routes post(String path, Endpoint endpoint) {
    routes.put(path, new Route(POST, endpoint));
    return this;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Route route = routes.get(Request.getPathInContext(request));
    if (route == null) {
      return false;
    }
    callback.completeWith(
        answer(route, request)
            .exceptionally(Problem::answer)
            .thenCompose(answer -> Callback.Completable.with(sent -> answer.send(response, sent))));
    return true;
  }

  private static CompletableFuture<Answer> answer(Route route, Request request) {
    if (!route.methods().contains(request.getMethod())) {
      return CompletableFuture.failedFuture(Refusal.methodNotAllowed(route.methods()));
    }
    return route.endpoint().answer(request);
  }
}

package io.trvae.samples.web;

import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.server.Request;

/** Answers the requests to one address. */
@FunctionalInterface
interface Endpoint {

  /** Returns at once; the answer may come later, and a failure becomes a {@link Problem}. */
  CompletableFuture<Answer> answer(Request request);

  /** An endpoint that always says the same. */
  static Endpoint of(Answer answer) {
    return request -> CompletableFuture.completedFuture(answer);
  }
}

package io.trvae.samples.web;

import io.trvae.ErrorCode;
import io.trvae.TrvaeException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What went wrong, as RFC 9457 has it.
 *
 * @param title the status in words
 * @param status the HTTP status
 * @param detail what was wrong, and what to do
 * @param code the library's code, if it is an error of the library's own
 */
record Problem(String title, int status, String detail, @Nullable String code) {

  private static final Logger LOG = LoggerFactory.getLogger(Problem.class);

  static Answer answer(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof Refusal refusal) {
      return answer(refusal.status(), refusal.getMessage(), null, refusal.headers());
    }
    if (cause instanceof TrvaeException error && status(error.code()) < 500) {
      return answer(status(error.code()), error.getMessage(), error.code().id(), Map.of());
    }
    if (cause instanceof HttpException invalid) {
      return answer(invalid.getCode(), "The request is not HTTP as it should be");
    }
    if (cause instanceof IOException) {
      return answer(400, "The picture broke off");
    }
    LOG.error("A request failed", cause);
    return answer(500, "Something went wrong here; the server's log tells what");
  }

  static Answer answer(int status, String detail) {
    return answer(status, detail, null, Map.of());
  }

  private static Answer answer(
      int status, @Nullable String detail, @Nullable String code, Map<HttpHeader, String> more) {
    String title = HttpStatus.getMessage(status);
    Map<HttpHeader, String> headers = new HashMap<>(more);
    headers.put(HttpHeader.CONTENT_TYPE, "application/problem+json");
    Problem problem = new Problem(title, status, detail == null ? title : detail, code);
    return new Answer(status, headers, Json.bytes(problem));
  }

  /** The client's fault, or 500. */
  private static int status(ErrorCode code) {
    return switch (code) {
      case IMAGE_INVALID, NO_FACE -> 422;
      case IMAGE_TOO_LARGE -> 413;
      case IMAGE_FORMAT_UNSUPPORTED -> 415;
      case DOMAIN_UNKNOWN -> 400;
      default -> 500;
    };
  }
}

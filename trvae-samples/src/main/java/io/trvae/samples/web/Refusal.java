package io.trvae.samples.web;

import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;

/** A request that is not done, and why. */
final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient Map<HttpHeader, String> headers;

  private Refusal(int status, String detail, Map<HttpHeader, String> headers) {
    super(detail);
    this.status = status;
    this.headers = headers;
  }

  Refusal(int status, String detail) {
    this(status, detail, Map.of());
  }

  /** Refuses for now: there is more to do than can be done. */
  static Refusal busy(String detail) {
    return new Refusal(503, detail, Map.of(HttpHeader.RETRY_AFTER, "1"));
  }

  static Refusal methodNotAllowed(String allowed) {
    return new Refusal(405, "Use " + allowed, Map.of(HttpHeader.ALLOW, allowed));
  }

  int status() {
    return status;
  }

  Map<HttpHeader, String> headers() {
    return headers;
  }
}

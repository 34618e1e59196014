package io.trvae.samples.web;

import java.util.Map;
import org.eclipse.jetty.http.HttpFields;

/** What every answer tells a browser: nothing may run or be shown here but what comes from here. */
final class SecurityHeaders {

  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:;"
              + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
              + " require-trusted-types-for 'script'",
          "X-Content-Type-Options",
          "nosniff",
          "X-Frame-Options",
          "DENY",
          "Referrer-Policy",
          "no-referrer",
          "Cross-Origin-Opener-Policy",
          "same-origin",
          "Cross-Origin-Resource-Policy",
          "same-origin",
          "Permissions-Policy",
          "camera=(self), microphone=(), geolocation=()");

  private SecurityHeaders() {}

  static void putInto(HttpFields.Mutable headers) {
    HEADERS.forEach(headers::put);
  }
}

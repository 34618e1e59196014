package io.trvae.samples.web;

import java.nio.ByteBuffer;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * What goes back to a client.
 *
 * @param status the HTTP status
 * @param headers more than those of every answer
 * @param body the content
 */
record Answer(int status, Map<HttpHeader, String> headers, byte[] body) {

  static Answer ok(String type, byte[] body) {
    return new Answer(200, Map.of(HttpHeader.CONTENT_TYPE, type), body);
  }

  static Answer json(Object value) {
    return ok("application/json", Json.bytes(value));
  }

  void send(Response response, Callback callback) {
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    headers.forEach(response.getHeaders()::put);
    response.write(true, ByteBuffer.wrap(body), callback);
  }
}

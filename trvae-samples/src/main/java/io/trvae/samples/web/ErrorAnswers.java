package io.trvae.samples.web;

import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** What Jetty itself refuses, told as a {@link Problem} and without a word of the request. */
final class ErrorAnswers extends ErrorHandler {

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    SecurityHeaders.putInto(response.getHeaders());
    int status = response.getStatus();
    Problem.answer(status, HttpStatus.getMessage(status)).send(response, callback);
    return true;
  }
}

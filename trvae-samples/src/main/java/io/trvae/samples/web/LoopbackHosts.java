package io.trvae.samples.web;

import java.util.regex.Pattern;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Lets requests through that call this machine by a name of its own. Without it, a page from
 * elsewhere could have its name point here and read the answers (DNS rebinding).
 */
final class LoopbackHosts extends Handler.Wrapper {

  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[[0:]*:0*1]", Pattern.CASE_INSENSITIVE);

  LoopbackHosts(Handler handler) {
    super(handler);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (LOOPBACK.matcher(Request.getServerName(request)).matches()) {
      return super.handle(request, response, callback);
    }
    Problem.answer(421, "This server answers to localhost only").send(response, callback);
    return true;
  }
}

package io.trvae.samples.web;

import io.trvae.TransferPipeline;
import io.trvae.evaluation.Judge;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.server.handler.ResourceHandler;
import org.eclipse.jetty.util.resource.ResourceFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Serves the page and its API until it is closed. Nothing is written to disk, and nothing of a
 * request is kept.
 */
public final class WebServer implements AutoCloseable {

  /** More connections than these wait to be accepted. */
  private static final int CONNECTIONS = 256;

  private static final int THREADS = 16;
  private static final int HEADER_BYTES = 8192;

  private final Server server;
  private final ServerConnector connector;
  private final Workers workers;

  private WebServer(Server server, ServerConnector connector, Workers workers) {
    this.server = server;
    this.connector = connector;
    this.workers = workers;
  }

  /**
   * Starts a server.
   *
   * @param host the address to listen at
   * @param port the port, 0 for any that is free
   * @param pipeline draws, and has a face locator; the caller keeps owning it, and closes it after
   *     the server
   * @param judge guesses the domain of a picture, if it knows all of the model's; asked by one
   *     thread at a time. The caller keeps owning it
   * @param examples pictures to try
   * @param limits what is done at most
   * @throws IOException if the address cannot be listened at
   */
  public static WebServer start(
      InetAddress host,
      int port,
      TransferPipeline pipeline,
      Optional<Judge> judge,
      List<Example> examples,
      Limits limits)
      throws IOException {
    QueuedThreadPool threads = new QueuedThreadPool(THREADS);
    threads.setName("trvae-web");
    Server server = new Server(threads);
    ServerConnector connector = connector(server, limits);
    connector.setHost(host.getHostAddress());
    connector.setPort(port);
    server.addConnector(connector);
    server.addBean(new NetworkConnectionLimit(CONNECTIONS, server));
    server.setErrorHandler(new ErrorAnswers());

    Workers workers = new Workers(limits.places());
    Handler handler =
        new Handler.Sequence(Api.routes(pipeline, judge, examples, limits, workers), page(server));
    if (host.isLoopbackAddress()) {
      handler = new LoopbackHosts(handler);
    }
    server.setHandler(new GracefulHandler(handler));
    // A request in work has its time; nobody else is waited for.
    server.setStopTimeout(limits.time().toMillis() + 1000);
    connector.open();
    WebServer web = new WebServer(server, connector, workers);
    web.start();
    return web;
  }

  private static ServerConnector connector(Server server, Limits limits) {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(HEADER_BYTES);
    http.setUriCompliance(UriCompliance.RFC3986);
    http.addCustomizer(
        (request, headers) -> {
          SecurityHeaders.putInto(headers);
          return request;
        });
    ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
    // Longer than any request may be silent while it is worked on.
    connector.setIdleTimeout(2 * limits.time().toMillis());
    return connector;
  }

  private static Handler page(Server server) {
    ResourceHandler page = new ResourceHandler();
    page.setBaseResource(
        ResourceFactory.of(server).newClassLoaderResource("io/trvae/samples/web/page/"));
    page.setDirAllowed(false);
    page.setEtags(true);
    page.setCacheControl("no-cache");
    return page;
  }

  private void start() {
    try {
      server.start();
    } catch (Exception e) {
      close();
      throw new IllegalStateException("The server cannot start", e);
    }
  }

  /** Returns where the page is. */
  public URI address() {
    String host = connector.getHost();
    return URI.create(
        "http://%s:%d/"
            .formatted(host.contains(":") ? "[" + host + "]" : host, connector.getLocalPort()));
  }

  /** Accepts nothing new, finishes what is being done, and ends. */
  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("The server cannot stop", e);
    } finally {
      workers.close();
    }
  }
}

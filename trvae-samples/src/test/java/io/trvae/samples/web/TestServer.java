package io.trvae.samples.web;

import io.trvae.DomainLabel;
import io.trvae.TransferPipeline;
import io.trvae.dl4j.TrainedFaceLocator;
import io.trvae.evaluation.Judge;
import io.trvae.model.ModelSource;
import io.trvae.network.Architecture;
import io.trvae.network.NetworkSpec;
import io.trvae.testkit.Images;
import io.trvae.testkit.RandomModels;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** A server with a small model of random weights and the bundled locator, at any free port. */
final class TestServer implements AutoCloseable {

  static final int IMAGE_SIZE = 16;

  private final TrainedFaceLocator locator = TrainedFaceLocator.bundled();
  private final TransferPipeline pipeline;
  private final WebServer server;

  TestServer(Judge judge, Limits limits) throws IOException {
    NetworkSpec network = new NetworkSpec(Architecture.PORTRAIT, IMAGE_SIZE, 3, 8, 16, 0);
    pipeline =
        TransferPipeline.builder()
            .model(ModelSource.of(RandomModels.create(network, 1)))
            .faceLocator(locator)
            .build();
    Example example =
        new Example(
            "noise.png",
            "image/png",
            DomainLabel.REAL,
            "noise",
            Client.png(Images.noise(20, 20, 1)));
    server =
        WebServer.start(
            InetAddress.getLoopbackAddress(),
            0,
            pipeline,
            Optional.of(judge),
            List.of(example),
            limits);
  }

  TransferPipeline pipeline() {
    return pipeline;
  }

  URI address() {
    return server.address();
  }

  Client client() {
    return new Client(address());
  }

  /** Ends the server alone, as often as one likes. */
  void stop() {
    server.close();
  }

  @Override
  public void close() {
    server.close();
    pipeline.close();
    locator.close();
  }
}

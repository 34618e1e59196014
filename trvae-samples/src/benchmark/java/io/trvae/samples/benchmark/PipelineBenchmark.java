package io.trvae.samples.benchmark;

import io.trvae.Cancellation;
import io.trvae.DomainLabel;
import io.trvae.RgbImage;
import io.trvae.TransferPipeline;
import io.trvae.TransferRequest;
import io.trvae.TransferResult;
import io.trvae.model.ModelSource;
import io.trvae.network.NetworkSpec;
import io.trvae.samples.Trvae;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.runner.RunnerException;

/** Transfers with the pipeline and the bundled model. */
@NullUnmarked // JMH fills the fields.
@State(Scope.Benchmark)
public class PipelineBenchmark {

  /** 512 x 512 pixels. */
  private static final String JPEG = "demo/astronaut-full.jpg";

  @Param("")
  String backend;

  @Param("1")
  int batch;

  @Param("1")
  int threads;

  private TransferPipeline pipeline;
  private List<TransferRequest> requests;
  private byte[] jpeg;

  static List<Reading> readings(Order order) throws RunnerException {
    Cell cell = order.cell();
    boolean jpeg = cell.benchmark().startsWith(Cell.PIPELINE_JPEG);
    int callers = cell.benchmark().endsWith(Cell.CALLERS) ? 8 : 1;
    JmhRun run =
        JmhRun.of(
            PipelineBenchmark.class,
            jpeg ? "jpeg" : cell.batch() == 1 ? "single" : "all",
            callers,
            Map.of(
                "backend", cell.kind().provider(),
                "batch", Integer.toString(cell.batch()),
                "threads", Integer.toString(cell.threads())),
            order.quick());
    Reading speed =
        Reading.imagesPerSecond(
            cell.benchmark(), callers * cell.batch() * 1000 / run.milliseconds());
    return cell.benchmark().equals(Cell.PIPELINE) && cell.batch() == 1
        ? List.of(
            speed,
            new Reading("pipeline_allocation", run.allocated() - resultBytes(), "bytes/call"))
        : List.of(speed);
  }

  /** What the arrays of a result take: its pixels, and mean and log-variance of its latent code. */
  private static int resultBytes() {
    NetworkSpec network = ModelSource.bundled().load().spec().network();
    return network.imageShape().size() + 2 * network.latentSize() * Float.BYTES;
  }

  @Setup
  public void open() throws IOException {
    pipeline = TransferPipeline.builder().backend(backend).threads(threads).build();
    try (InputStream in = Trvae.class.getResourceAsStream(JPEG)) {
      if (in == null) {
        throw new FileNotFoundException("The resource " + JPEG + " is missing");
      }
      jpeg = in.readAllBytes();
    }
    RgbImage photo = RgbImage.read(new ByteArrayInputStream(jpeg));
    int size = pipeline.model().spec().imageSize();
    requests = new ArrayList<>();
    for (int i = 0; i < batch; i++) {
      // Each another image: the pipeline encodes neighbours that are alike once.
      requests.add(request(photo.crop(i, i, size, size)));
    }
  }

  private static TransferRequest request(RgbImage image) {
    return TransferRequest.of(image, DomainLabel.REAL, DomainLabel.ANIME);
  }

  @Benchmark
  public TransferResult single() {
    return pipeline.transfer(requests.get(0));
  }

  @Benchmark
  public List<TransferResult> all() {
    return pipeline.transferAll(requests, (done, total) -> {}, new Cancellation());
  }

  @Benchmark
  public byte[] jpeg() throws IOException {
    RgbImage image = RgbImage.read(new ByteArrayInputStream(jpeg));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    pipeline.transfer(request(image)).image().write(out, "jpeg");
    return out.toByteArray();
  }

  @TearDown
  public void close() {
    pipeline.close();
  }
}

package io.trvae.samples.benchmark;

import io.trvae.DomainLabel;
import io.trvae.RgbImage;
import io.trvae.TransferPipeline;
import io.trvae.TransferRequest;
import io.trvae.TransferResult;
import io.trvae.dl4j.TrainedFaceLocator;
import io.trvae.face.FacePolicy;
import io.trvae.face.PutBack;
import io.trvae.samples.Trvae;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
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

/** A face in a photo of 1920x1080 pixels: found, drawn anew, put back. */
@NullUnmarked // JMH fills the fields.
@State(Scope.Benchmark)
public class PhotoBenchmark {

  private static final String PORTRAIT = "demo/astronaut-full.jpg";
  private static final int WIDTH = 1920;
  private static final int HEIGHT = 1080;

  @Param("")
  String backend;

  @Param("1")
  int threads;

  private TrainedFaceLocator locator;
  private TransferPipeline pipeline;
  private byte[] jpeg;
  private TransferRequest request;

  static List<Reading> readings(Order order) throws RunnerException {
    Cell cell = order.cell();
    String method =
        switch (cell.benchmark()) {
          case Cell.PHOTO_DECODE -> "decode";
          case Cell.PHOTO_LOCATE -> "locate";
          default -> "transfer";
        };
    JmhRun run =
        JmhRun.of(
            PhotoBenchmark.class,
            method,
            1,
            Map.of(
                "backend", cell.kind().provider(), "threads", Integer.toString(cell.threads())),
            order.quick());
    return List.of(Reading.milliseconds(cell.benchmark(), run.milliseconds()));
  }

  @Setup
  public void open() throws IOException {
    locator = TrainedFaceLocator.bundled();
    pipeline =
        TransferPipeline.builder().backend(backend).threads(threads).faceLocator(locator).build();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    photo().write(out, "jpeg");
    jpeg = out.toByteArray();
    request =
        TransferRequest.of(decode(), DomainLabel.REAL, DomainLabel.ANIME)
            .withFaces(FacePolicy.largest().withPutBack(PutBack.matchingColours()));
  }

  /** The portrait, as high as the photo, and its enlargement behind it. */
  private static RgbImage photo() throws IOException {
    try (InputStream in = Trvae.class.getResourceAsStream(PORTRAIT)) {
      if (in == null) {
        throw new FileNotFoundException("The resource " + PORTRAIT + " is missing");
      }
      BufferedImage portrait = RgbImage.read(in).toBufferedImage();
      BufferedImage photo = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
      Graphics2D graphics = photo.createGraphics();
      graphics.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
      graphics.drawImage(portrait, 0, -5 * HEIGHT, WIDTH, 7 * HEIGHT, null);
      graphics.drawImage(portrait, (WIDTH - HEIGHT) / 2, 0, HEIGHT, HEIGHT, null);
      graphics.dispose();
      return RgbImage.of(photo);
    }
  }

  @Benchmark
  public RgbImage decode() throws IOException {
    return RgbImage.read(new ByteArrayInputStream(jpeg));
  }

  @Benchmark
  public List<?> locate() {
    return locator.locate(request.image());
  }

  @Benchmark
  public TransferResult transfer() {
    return pipeline.transfer(request);
  }

  @TearDown
  public void close() {
    pipeline.close();
    locator.close();
  }
}

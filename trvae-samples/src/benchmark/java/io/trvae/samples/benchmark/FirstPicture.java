package io.trvae.samples.benchmark;

import io.trvae.DomainLabel;
import io.trvae.RgbImage;
import io.trvae.TransferPipeline;
import io.trvae.samples.benchmark.engine.EngineKind;
import io.trvae.samples.benchmark.engine.OnnxRuntimeEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An application that draws one picture with the bundled model, as its users would write it: ours
 * with the pipeline, the peer's with the exported model.
 */
final class FirstPicture {

  private static final float[] FIRST_DOMAIN = {1, 0, 0};
  private static final float[] SECOND_DOMAIN = {0, 1, 0};

  private FirstPicture() {}

  /**
   * Reads a picture, transfers it and writes the result. Then says so, and stays until its input
   * ends.
   *
   * @param arguments a constant of {@link EngineKind}, the number of threads, the picture, the
   *     result's file, and the exported model
   */
  public static void main(String[] arguments) throws IOException {
    EngineKind kind = EngineKind.valueOf(arguments[0]);
    int threads = Integer.parseInt(arguments[1]);
    RgbImage photo = RgbImage.read(Path.of(arguments[2]));
    Path result = Path.of(arguments[3]);
    if (kind.isOurs()) {
      try (TransferPipeline pipeline =
          TransferPipeline.builder().backend(kind.provider()).threads(threads).build()) {
        pipeline.transfer(photo, DomainLabel.REAL, DomainLabel.ANIME).write(result);
        sayAndStay();
      }
    } else {
      byte[] graph = Files.readAllBytes(Path.of(arguments[4]));
      try (OnnxRuntimeEngine engine =
          new OnnxRuntimeEngine(graph, photo.width(), FIRST_DOMAIN.length, threads)) {
        float[] drawn = photo.toFloats();
        engine.transfer(drawn.clone(), FIRST_DOMAIN, SECOND_DOMAIN, 1, drawn);
        RgbImage.ofFloats(photo.width(), photo.height(), drawn).write(result);
        sayAndStay();
      }
    }
  }

  private static void sayAndStay() throws IOException {
    System.out.write('!');
    System.out.flush();
    System.in.transferTo(System.out);
  }
}

package io.trvae.samples.benchmark;

import io.trvae.model.TransferModel;
import io.trvae.network.Architecture;
import io.trvae.samples.benchmark.engine.RandomModel;
import io.trvae.samples.benchmark.engine.TransferEngine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * A batch of images to transfer, a few over and over.
 *
 * @param images {@code [batch, 3, size, size]}
 * @param from {@code [batch, domains]}, the first domain
 * @param to {@code [batch, domains]}, the second
 * @param batch the number of images
 */
record TransferInputs(float[] images, float[] from, float[] to, int batch) {

  private static final int DISTINCT = 4;

  static TransferInputs of(TransferModel model, int batch) {
    int domains = model.spec().domains().size();
    int size = model.network().spec().imageShape().size();
    float[] images = new float[batch * size];
    float[] from = new float[batch * domains];
    float[] to = new float[batch * domains];
    for (int image = 0; image < batch; image++) {
      Random random = new Random(image % DISTINCT);
      for (int i = image * size; i < (image + 1) * size; i++) {
        images[i] = random.nextFloat();
      }
      from[image * domains] = 1;
      to[image * domains + 1] = 1;
    }
    return new TransferInputs(images, from, to, batch);
  }

  /** Transfers the batch. */
  float[] transfer(TransferEngine engine, float[] results) {
    engine.transfer(images, from, to, batch, results);
    return results;
  }

  /** Computes what every engine must give for these inputs. */
  static void writeReferences(Order order) throws IOException {
    TransferModel model = RandomModel.of(Architecture.byId(order.cell().architecture()));
    TransferInputs inputs = of(model, DISTINCT);
    try (TransferEngine engine = order.cell().kind().open(model, order.cell().threads())) {
      float[] results = inputs.transfer(engine, new float[inputs.images.length]);
      ByteBuffer bytes = ByteBuffer.allocate(results.length * Float.BYTES);
      bytes.asFloatBuffer().put(results);
      Files.write(Path.of(order.references()), bytes.array());
    }
  }

  /** Throws an exception if results are further from what the reference computed. */
  static void check(float[] results, Path references, float tolerance) throws IOException {
    float[] expected = new float[(int) (Files.size(references) / Float.BYTES)];
    ByteBuffer.wrap(Files.readAllBytes(references)).asFloatBuffer().get(expected);
    for (int i = 0; i < results.length; i++) {
      float difference = Math.abs(results[i] - expected[i % expected.length]);
      if (!(difference <= tolerance)) {
        throw new IllegalStateException(
            "It computes something else: " + difference + " from the reference at index " + i);
      }
    }
  }
}

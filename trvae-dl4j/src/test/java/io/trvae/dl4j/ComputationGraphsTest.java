package io.trvae.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.trvae.model.TransferModel;
import io.trvae.network.Architecture;
import io.trvae.network.NetworkSpec;
import io.trvae.spi.Backend;
import io.trvae.testkit.RandomModels;
import io.trvae.testkit.ReferenceBackend;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ComputationGraphsTest {

  private static final int BATCH = 2;
  private static final int LATENT = 8;
  private static final float[] LABELS = {1, 0, 0, 0.25f, 0, 0.75f};

  @ParameterizedTest
  @CsvSource({
    "COMPACT, 16",
    "COMPACT, 32",
    "PORTRAIT, 16",
    "PORTRAIT_DEEP, 16",
    "ARCH_STYLE_1, 16",
    "ARCH_STYLE_2, 9",
    "ARCH_STYLE_3, 32"
  })
  void agreeWithTheReference(Architecture architecture, int size) {
    TransferModel model = model(architecture, size);
    float[] images = uniform(BATCH * 3 * size * size, 0);
    float[] latents = uniform(BATCH * LATENT, -1);
    float[] mean = new float[BATCH * LATENT];
    float[] logVar = mean.clone();
    float[] drawn = new float[images.length];
    try (Backend reference = new ReferenceBackend(model)) {
      reference.encode(images, LABELS, BATCH, mean, logVar);
      reference.decode(latents, LABELS, BATCH, drawn);
    }

    INDArray[] code = ComputationGraphs.encoder(model).output(array(images, 3, size), labels());
    INDArray image =
        ComputationGraphs.decoder(model)
            .output(Nd4j.create(latents, new long[] {BATCH, LATENT}, DataType.FLOAT), labels())[0];

    assertThat(code[0].shape()).containsExactly(BATCH, LATENT);
    assertThat(image.shape()).containsExactly(BATCH, 3, size, size);
    assertThat(floats(code[0])).containsExactly(mean, within(1e-4f));
    assertThat(floats(code[1])).containsExactly(logVar, within(1e-4f));
    assertThat(floats(image)).containsExactly(drawn, within(1e-4f));
  }

  @Test
  void namesAreThoseOfTheDocumentation() {
    TransferModel model = model(Architecture.COMPACT, 16);
    var encoder = ComputationGraphs.encoder(model).getConfiguration();
    assertThat(encoder.getNetworkInputs()).containsExactly("image", "label");
    assertThat(encoder.getNetworkOutputs()).containsExactly("mean", "logVar");
    var decoder = ComputationGraphs.decoder(model).getConfiguration();
    assertThat(decoder.getNetworkInputs()).containsExactly("latent", "label");
    assertThat(decoder.getNetworkOutputs()).containsExactly("image");
  }

  @Test
  void surviveDeepLearning4jsOwnFiles(@TempDir Path directory) throws IOException {
    ComputationGraph encoder = ComputationGraphs.encoder(model(Architecture.COMPACT, 16));
    Path file = directory.resolve("encoder.zip");
    encoder.save(file.toFile());
    ComputationGraph loaded = ComputationGraph.load(file.toFile(), false);
    INDArray images = array(uniform(BATCH * 3 * 16 * 16, 0), 3, 16);
    assertThat(loaded.output(images, labels())).isEqualTo(encoder.output(images, labels()));
  }

  @Test
  void leaveTheRandomNumbersOfNd4jAlone() {
    Nd4j.getRandom().setSeed(7);
    float expected = Nd4j.getRandom().nextFloat();
    Nd4j.getRandom().setSeed(7);
    ComputationGraphs.encoder(model(Architecture.COMPACT, 16));
    assertThat(Nd4j.getRandom().nextFloat()).isEqualTo(expected);
  }

  private static TransferModel model(Architecture architecture, int size) {
    return RandomModels.create(new NetworkSpec(architecture, size, 3, LATENT, 16, 0.1f), 1);
  }

  private static INDArray array(float[] images, int channels, int size) {
    return Nd4j.create(images, new long[] {BATCH, channels, size, size}, DataType.FLOAT);
  }

  private static INDArray labels() {
    return Nd4j.create(LABELS, new long[] {BATCH, 3}, DataType.FLOAT);
  }

  private static float[] floats(INDArray array) {
    return array.dup('c').data().asFloat();
  }

  private static float[] uniform(int length, double low) {
    Random random = new Random(1);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) (low + random.nextDouble() * (1 - low));
    }
    return values;
  }
}

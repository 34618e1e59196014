package io.trvae.samples.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.trvae.Precision;
import io.trvae.dl4j.OneDnnBackendProvider;
import io.trvae.model.ModelSource;
import io.trvae.model.TransferModel;
import io.trvae.network.Architecture;
import io.trvae.network.NetworkSpec;
import io.trvae.spi.Backend;
import io.trvae.spi.BackendOptions;
import io.trvae.testkit.RandomModels;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** ONNX Runtime computes what our own backend computes. */
class OnnxExportTest {

  private static final float TOLERANCE = 1e-4f;

  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void runsEveryArchitecture(Architecture architecture) throws OrtException {
    NetworkSpec spec = new NetworkSpec(architecture, 32, 3, 8, 16, 0.1f);
    assertSame(RandomModels.create(spec, 1));
  }

  @Test
  void runsTheBundledModel() throws OrtException {
    assertSame(ModelSource.bundled().load());
  }

  @Test
  void namesDomainsAndLicence() throws OrtException {
    TransferModel model =
        RandomModels.create(new NetworkSpec(Architecture.COMPACT, 16, 3, 8, 16, 0), 1);
    try (OrtSession session = environment.createSession(OnnxExport.decoder(model))) {
      assertThat(session.getMetadata().getCustomMetadata())
          .containsEntry("domains", "real,anime,cartoon")
          .containsEntry("licence", "none: random weights");
    }
  }

  private void assertSame(TransferModel model) throws OrtException {
    BackendOptions options = new BackendOptions(2, Optional.empty(), Precision.FLOAT32);
    try (Backend backend = new OneDnnBackendProvider().open(model, options);
        OrtSession encoder = environment.createSession(OnnxExport.encoder(model));
        OrtSession decoder = environment.createSession(OnnxExport.decoder(model));
        OrtSession transfer = environment.createSession(OnnxExport.transfer(model))) {
      for (int batch : new int[] {1, 3}) {
        NetworkSpec spec = model.spec().network();
        float[] images = uniform(batch * spec.imageShape().size());
        float[] from = labels(batch, spec.domainCount(), 0);
        float[] to = labels(batch, spec.domainCount(), 1);
        float[] mean = new float[batch * spec.latentSize()];
        float[] logVar = new float[batch * spec.latentSize()];
        float[] drawn = new float[images.length];
        backend.encode(images, from, batch, mean, logVar);
        backend.decode(mean, to, batch, drawn);

        assertClose(run(encoder, "mean", batch, Map.of("image", images, "label", from)), mean);
        assertClose(run(encoder, "log_var", batch, Map.of("image", images, "label", from)), logVar);
        assertClose(run(decoder, "result", batch, Map.of("latent", mean, "label", to)), drawn);
        assertClose(
            run(transfer, "result", batch, Map.of("image", images, "from", from, "to", to)), drawn);
      }
    }
  }

  private float[] run(OrtSession session, String output, int batch, Map<String, float[]> inputs)
      throws OrtException {
    Map<String, OnnxTensor> tensors = new HashMap<>();
    try {
      for (Map.Entry<String, float[]> input : inputs.entrySet()) {
        tensors.put(input.getKey(), tensor(input.getValue(), batch, input.getKey()));
      }
      try (OrtSession.Result result = session.run(tensors)) {
        FloatBuffer values = ((OnnxTensor) result.get(output).orElseThrow()).getFloatBuffer();
        float[] floats = new float[values.remaining()];
        values.get(floats);
        return floats;
      }
    } finally {
      tensors.values().forEach(OnnxTensor::close);
    }
  }

  private OnnxTensor tensor(float[] values, int batch, String name) throws OrtException {
    int length = values.length / batch;
    long side = Math.round(Math.sqrt(length / 3.0));
    long[] axes =
        name.equals("image") ? new long[] {batch, 3, side, side} : new long[] {batch, length};
    return OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), axes);
  }

  private static float[] uniform(int count) {
    Random random = new Random(count);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextFloat();
    }
    return values;
  }

  /** Image {@code i} has the domain {@code first + i}. */
  private static float[] labels(int batch, int domains, int first) {
    float[] labels = new float[batch * domains];
    for (int i = 0; i < batch; i++) {
      labels[i * domains + (first + i) % domains] = 1;
    }
    return labels;
  }

  private static void assertClose(float[] actual, float[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    float difference = 0;
    float largest = 0;
    for (int i = 0; i < actual.length; i++) {
      difference = Math.max(difference, Math.abs(actual[i] - expected[i]));
      largest = Math.max(largest, Math.abs(expected[i]));
    }
    assertThat(largest).as("values worth comparing").isGreaterThan(0.1f);
    assertThat(difference).isLessThan(TOLERANCE);
  }
}

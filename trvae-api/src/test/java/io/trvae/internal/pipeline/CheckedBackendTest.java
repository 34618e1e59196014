package io.trvae.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.trvae.BackendException;
import io.trvae.spi.Backend;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Log-variances, which only sampling looks at: they are checked all the same. */
class CheckedBackendTest {

  private static final int BATCH = 2;

  private final float[] mean = new float[4];
  private final float[] logVar = new float[4];

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.NEGATIVE_INFINITY})
  void aVarianceThatIsNotFiniteIsTheBackendsFault(float value) {
    assertFails(
        new Variances(0, 0, 0, value), value + " for element 1", "number 1 of a batch of 2");
  }

  @Test
  void aVarianceLeftOutIsNotTakenFromTheCallBefore() {
    assertFails(new Variances(0), "NaN for element 1", "number 0 of a batch of 2");
  }

  private void assertFails(Backend backend, String... words) {
    assertThatExceptionOfType(BackendException.class)
        .isThrownBy(
            () ->
                new CheckedBackend("faulty", backend)
                    .encode(new float[BATCH], new float[BATCH], BATCH, mean, logVar))
        .withMessageContaining("the latent log-variance")
        .withMessageContainingAll(words);
  }

  /** Gives means of 0, and as many log-variances as it has. */
  private record Variances(float... values) implements Backend {

    @Override
    public String description() {
      return "variances";
    }

    @Override
    public void encode(float[] images, float[] labels, int batch, float[] mean, float[] logVar) {
      Arrays.fill(mean, 0);
      System.arraycopy(values, 0, logVar, 0, values.length);
    }

    @Override
    public void decode(float[] latents, float[] labels, int batch, float[] images) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }
}

package io.trvae.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.trvae.BackendException;
import io.trvae.spi.Backend;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Log-variances, which only sampling looks at: they are checked all the same. */
class CheckedBackendTest {

  private static final int BATCH = 2;

  private final float[] mean = new float[4];
  private final float[] logVar = new float[4];
  private final float[] drawn = new float[BATCH];

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
    CheckedBackend checked = new CheckedBackend("faulty", backend);
    float[] images = new float[BATCH];
    float[] labels = new float[BATCH];
    List<ThrowingCallable> calls =
        List.of(
            () -> checked.encode(images, labels, BATCH, mean, logVar),
            () -> checked.transfer(images, labels, labels, BATCH, mean, logVar, drawn));
    for (ThrowingCallable call : calls) {
      assertThatExceptionOfType(BackendException.class)
          .isThrownBy(call)
          .withMessageContaining("the latent log-variance")
          .withMessageContainingAll(words);
    }
  }

  /** Gives means and images of 0, and as many log-variances as it has. */
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
      Arrays.fill(images, 0);
    }

    @Override
    public void close() {}
  }
}

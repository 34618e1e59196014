package io.trvae.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.trvae.network.NetworkSpec;
import io.trvae.spi.Backend;
import org.assertj.core.data.Offset;

/**
 * Checks that callers keep their side of the {@link Backend} contract: right lengths, values in
 * range, no use after closing and no closing during use. A violation is an {@link AssertionError}.
 *
 * @since 0.1.0
 */
public final class AssertingBackend implements Backend {

  private static final Offset<Float> ROUNDING = Offset.offset(1e-5f);

  private final Backend backend;
  private final NetworkSpec spec;
  private int inFlight;
  private boolean closed;

  /**
   * Wraps a backend.
   *
   * @param backend does the work
   * @param spec the sizes of the model that it was opened with
   */
  public AssertingBackend(Backend backend, NetworkSpec spec) {
    this.backend = backend;
    this.spec = spec;
  }

  @Override
  public String description() {
    return backend.description();
  }

  @Override
  public void encode(float[] images, float[] labels, int batch, float[] mean, float[] logVar) {
    checkEncoding(images, labels, batch, mean, logVar);
    inFlight(() -> backend.encode(images, labels, batch, mean, logVar));
  }

  @Override
  public void decode(float[] latents, float[] labels, int batch, float[] images) {
    checkLength("latents", latents, batch, spec.latentSize());
    for (float value : latents) {
      assertThat(Float.isFinite(value)).as("latent is finite").isTrue();
    }
    checkLabels(labels, batch);
    checkLength("images", images, batch, spec.imageShape().size());
    inFlight(() -> backend.decode(latents, labels, batch, images));
  }

  @Override
  public void transfer(
      float[] images,
      float[] from,
      float[] to,
      int batch,
      float[] mean,
      float[] logVar,
      float[] drawn) {
    checkEncoding(images, from, batch, mean, logVar);
    checkLabels(to, batch);
    checkLength("drawn", drawn, batch, spec.imageShape().size());
    assertThat(drawn).as("drawn").isNotSameAs(images);
    inFlight(() -> backend.transfer(images, from, to, batch, mean, logVar, drawn));
  }

  private void checkEncoding(
      float[] images, float[] labels, int batch, float[] mean, float[] logVar) {
    checkLength("images", images, batch, spec.imageShape().size());
    checkRange("images", images);
    checkLabels(labels, batch);
    checkLength("mean", mean, batch, spec.latentSize());
    checkLength("logVar", logVar, batch, spec.latentSize());
  }

  private void inFlight(Runnable work) {
    synchronized (this) {
      assertThat(closed).as("backend used after it was closed").isFalse();
      inFlight++;
    }
    try {
      work.run();
    } finally {
      synchronized (this) {
        inFlight--;
      }
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      assertThat(inFlight).as("calls in flight when the backend was closed").isZero();
      closed = true;
    }
    backend.close();
  }

  private void checkLabels(float[] labels, int batch) {
    checkLength("labels", labels, batch, spec.domainCount());
    checkRange("labels", labels);
    for (int i = 0; i < batch; i++) {
      float sum = 0;
      for (int k = 0; k < spec.domainCount(); k++) {
        sum += labels[i * spec.domainCount() + k];
      }
      assertThat(sum).as("sum of label %d's weights", i).isCloseTo(1, ROUNDING);
    }
  }

  private static void checkLength(String name, float[] values, int batch, int size) {
    assertThat(batch).as("batch").isPositive();
    assertThat(values.length).as("length of %s", name).isEqualTo(batch * size);
  }

  private static void checkRange(String name, float[] values) {
    for (float value : values) {
      assertThat(value >= 0 && value <= 1).as("%s value %s in [0, 1]", name, value).isTrue();
    }
  }
}

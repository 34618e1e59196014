package io.trvae.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.trvae.model.TransferModel;
import io.trvae.network.Architecture;
import io.trvae.network.NetworkSpec;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class AssertingBackendTest {

  private static final NetworkSpec SPEC = new NetworkSpec(Architecture.COMPACT, 16, 2, 4, 4, 0);
  private static final TransferModel MODEL = RandomModels.create(SPEC, 1);

  private final FaultInjectingBackend inner =
      new FaultInjectingBackend(new ReferenceBackend(MODEL));
  private final AssertingBackend backend = new AssertingBackend(inner, SPEC);
  private final float[] image = new float[3 * 16 * 16];
  private final float[] label = {1, 0};
  private final float[] latent = new float[4];

  private void assertRefused(Runnable call, String message) {
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(call::run)
        .withMessageContaining(message);
  }

  @Test
  void passesGoodCallsOn() {
    backend.encode(image, label, 1, latent, new float[4]);
    backend.decode(latent, label, 1, image);
    assertThat(latent).doesNotContain(0);
    assertThat(image).doesNotContain(0);
  }

  @Test
  void refusesWrongLengths() {
    assertRefused(() -> backend.encode(image, label, 2, latent, latent), "images");
    assertRefused(() -> backend.encode(image, new float[3], 1, latent, latent), "labels");
    assertRefused(() -> backend.encode(image, label, 1, new float[3], latent), "mean");
    assertRefused(() -> backend.encode(image, label, 1, latent, new float[5]), "logVar");
    assertRefused(() -> backend.decode(new float[5], label, 1, image), "latents");
    assertRefused(() -> backend.decode(latent, label, 1, new float[5]), "images");
    assertRefused(() -> backend.decode(latent, label, 0, image), "batch");
  }

  @Test
  void refusesValuesOutOfRange() {
    image[5] = 1.01f;
    assertRefused(() -> backend.encode(image, label, 1, latent, latent), "images value 1.01");
    latent[2] = Float.NaN;
    assertRefused(() -> backend.decode(latent, label, 1, image), "latent is finite");
    assertRefused(
        () -> backend.decode(new float[4], new float[] {0.5f, 0.4f}, 1, image), "sum of label");
    assertRefused(
        () -> backend.decode(new float[4], new float[] {1.5f, -0.5f}, 1, image), "labels value");
  }

  @Test
  void refusesUseAfterClosing() {
    backend.close();
    backend.close();
    assertRefused(() -> backend.decode(latent, label, 1, image), "used after it was closed");
  }

  @Test
  void refusesClosingDuringUse() throws Exception {
    FaultInjectingBackend.Gate gate = inner.block();
    FutureTask<Void> call = new FutureTask<>(() -> backend.decode(latent, label, 1, image), null);
    new Thread(call).start();
    gate.awaitCall();
    assertRefused(backend::close, "calls in flight");
    gate.open();
    call.get();
    backend.close();
  }
}

package io.trvae.dl4j.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.trvae.model.Tensor;
import io.trvae.network.LocatorNetwork;
import io.trvae.network.Network;
import io.trvae.network.Shape;
import io.trvae.testkit.RandomModels;
import io.trvae.testkit.ReferenceNetwork;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PictureNetworkTest {

  private static final Map<String, Tensor> TENSORS =
      RandomModels.tensors(LocatorNetwork.parameters(), 3);

  private static PictureNetwork network(int threads) {
    return new PictureNetwork(LocatorNetwork.layers(), TENSORS::get, threads);
  }

  private static float[] picture(int width, int height) {
    float[] pixels = new float[3 * width * height];
    Random random = new Random(5);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = random.nextFloat();
    }
    return pixels;
  }

  /** Sides that are no multiples of the stride, and a chain that gets down to one row. */
  @ParameterizedTest
  @CsvSource({"40, 30", "17, 23", "64, 8", "1, 1"})
  void computesWhatTheDescriptionSays(int width, int height) {
    float[] pixels = picture(width, height);
    Shape shape = new Shape(3, height, width);
    double[] planes = new double[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      planes[i % 3 * width * height + i / 3] = pixels[i];
    }
    double[] expected =
        new ReferenceNetwork(TENSORS).run(LocatorNetwork.layers(), planes, shape, new double[0]);
    Shape cells = Network.chainShape(LocatorNetwork.layers(), shape, 0);
    int area = cells.height() * cells.width();
    try (PictureNetwork network = network(2)) {
      float[] features = network.compute(pixels, width, height);

      assertThat(features).hasSize(expected.length);
      for (int i = 0; i < features.length; i++) {
        double wanted = expected[i % cells.channels() * area + i / cells.channels()];
        assertThat((double) features[i]).isCloseTo(wanted, within(1e-3));
      }
    }
  }

  @Test
  void threadsDoNotChangeABit() {
    float[] pixels = picture(88, 56);
    try (PictureNetwork one = network(1);
        PictureNetwork three = network(3)) {
      assertThat(three.compute(pixels, 88, 56)).isEqualTo(one.compute(pixels, 88, 56));
    }
  }

  @Test
  void computesNoMoreOnceClosed() {
    PictureNetwork network = network(2);
    network.compute(picture(16, 16), 16, 16);
    network.close();
    network.close();

    assertThatIllegalStateException().isThrownBy(() -> network.compute(picture(16, 16), 16, 16));
    assertThatIllegalStateException().isThrownBy(() -> network.compute(picture(24, 16), 24, 16));
  }

  /** What would be compiled after closing, nobody would free. */
  @Test
  void compilesNothingOnceClosed() throws Exception {
    for (int i = 0; i < 300; i++) {
      AtomicBoolean closed = new AtomicBoolean();
      AtomicBoolean compiledLate = new AtomicBoolean();
      PictureNetwork network =
          new PictureNetwork(
              LocatorNetwork.layers(),
              name -> {
                compiledLate.compareAndSet(false, closed.get());
                return TENSORS.get(name);
              },
              1);
      CyclicBarrier together = new CyclicBarrier(2);
      FutureTask<float[]> call =
          new FutureTask<>(
              () -> {
                together.await();
                return network.compute(picture(8, 8), 8, 8);
              });
      new Thread(call).start();
      together.await();
      network.close();
      closed.set(true);
      try {
        call.get();
      } catch (ExecutionException e) {
        assertThat(e.getCause()).isInstanceOf(IllegalStateException.class);
      }
      assertThat(compiledLate).isFalse();
    }
  }
}

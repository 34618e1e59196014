package io.trvae.dl4j.internal.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.trvae.dl4j.internal.onednn.OneDnn;
import io.trvae.network.Shape;
import io.trvae.spi.training.Operation;
import java.nio.FloatBuffer;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CoarseErrorTest {

  private static final int SIDE = 16;
  private static final Shape SHAPE = new Shape(3, SIDE, SIDE);

  private final OneDnn oneDnn = new OneDnn();
  private final Features drawing = Features.plain(oneDnn, 2, SHAPE, true);
  private final Features original = Features.plain(oneDnn, 2, SHAPE, false);
  private final float[] values = new float[2 * SHAPE.size()];

  CoarseErrorTest() {
    Random random = new Random(4);
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    original.value().floats().put(values);
  }

  @AfterEach
  void close() {
    oneDnn.close();
  }

  private void draw(IntToDoubleFunction drawn) {
    FloatBuffer target = drawing.value().floats();
    for (int i = 0; i < values.length; i++) {
      target.put(i, (float) drawn.applyAsDouble(i));
    }
  }

  private double error(IntToDoubleFunction drawn) {
    draw(drawn);
    CoarseError error = new CoarseError(drawing, original.value(), 1);
    error.forward(Operation.Mode.TRAINING);
    return error.value();
  }

  @Test
  void brightnessCountsForBothSizesOfBoxes() {
    assertThat(error(i -> values[i] - 0.25)).isCloseTo(2 * 0.25, within(1e-6));
  }

  @Test
  void detailWithinABoxCostsNothing() {
    // Neighbours change places, in a row and between two rows of the same box.
    assertThat(error(i -> values[i ^ 1])).isCloseTo(0, within(1e-6));
    assertThat(error(i -> values[i ^ SIDE])).isCloseTo(0, within(1e-6));
  }

  @Test
  void detailOfFourPixelsCountsInTheSmallBoxesAlone() {
    // What the left half of each box of eight gains, the right half loses.
    assertThat(error(i -> values[i] + (i % 8 < 4 ? 0.1 : -0.1))).isCloseTo(0.1, within(1e-6));
    assertThat(error(i -> values[i] + (i / SIDE % 8 < 4 ? 0.1 : -0.1)))
        .isCloseTo(0.1, within(1e-6));
  }

  @Test
  void detailOfEightPixelsCountsInBoth() {
    assertThat(error(i -> values[i] + (i % SIDE < 8 ? 0.1 : -0.1))).isCloseTo(0.2, within(1e-6));
  }

  @Test
  void gradientPullsEveryPixelOfABoxThatIsOff() {
    draw(i -> values[i] + (i % SIDE < 8 ? 0.1 : -0.1) + (i % 8 < 4 ? 0.3 : -0.3));
    CoarseError error = new CoarseError(drawing, original.value(), 5);
    error.prepareBackward();
    error.forward(Operation.Mode.TRAINING);
    error.backward(Operation.Target.ALL);
    for (int i = 0; i < values.length; i++) {
      int large = i % SIDE < 8 ? 1 : -1;
      int small = i % 8 < 4 ? 1 : -1;
      assertThat(drawing.gradient().floats().get(i))
          .isCloseTo(5f * (large + small) / values.length, within(1e-7f));
    }
  }
}

package io.trvae.dl4j.internal.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.trvae.dl4j.internal.onednn.OneDnn;
import io.trvae.network.Shape;
import io.trvae.spi.training.Operation;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ContentLossTest {

  private static final int SIDE = 16;
  private static final Shape SHAPE = new Shape(3, SIDE, SIDE);

  private final OneDnn oneDnn = new OneDnn();
  private final Features drawing = Features.plain(oneDnn, 2, SHAPE, true);
  private final Features original = Features.plain(oneDnn, 2, SHAPE, false);
  private final float[] values = new float[2 * SHAPE.size()];

  ContentLossTest() {
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

  private double loss(IntToDoubleFunction drawn) {
    FloatBuffer target = drawing.value().floats();
    for (int i = 0; i < values.length; i++) {
      target.put(i, (float) drawn.applyAsDouble(i));
    }
    ContentLoss loss = new ContentLoss(drawing, original.value(), 1);
    loss.forward(Operation.Mode.TRAINING);
    return loss.value();
  }

  @Test
  void brightnessAndContrastCostNothing() {
    assertThat(loss(i -> values[i])).isCloseTo(0, within(1e-6));
    assertThat(loss(i -> 0.3 + 0.2 * values[i])).isCloseTo(0, within(1e-6));
  }

  @Test
  void detailWithinABoxCostsNothing() {
    // The boxes are 2 x 2; left and right pixels are exchanged.
    assertThat(loss(i -> values[i ^ 1])).isCloseTo(0, within(1e-6));
    assertThat(loss(i -> values[i / SIDE * SIDE + (i + 1) % SIDE])).isGreaterThan(0.1);
  }

  @Test
  void theNegativeIsTheOpposite() {
    assertThat(loss(i -> 1 - values[i])).isCloseTo(2, within(1e-6));
  }

  @Test
  void whatHasNoLayoutCostsNothing() {
    assertThat(loss(i -> 0.5)).isZero();
  }

  @Test
  void gradientIsThatOfTheLoss() {
    double weight = 3;
    Random random = new Random(5);
    float[] drawn = new float[values.length];
    for (int i = 0; i < drawn.length; i++) {
      drawn[i] = random.nextFloat();
    }
    drawing.value().floats().put(drawn);
    ContentLoss loss = new ContentLoss(drawing, original.value(), weight);
    loss.prepareBackward();
    loss.forward(Operation.Mode.TRAINING);
    loss.backward(Operation.Target.ALL);
    float[] gradient = new float[values.length];
    drawing.gradient().floats().get(gradient);
    // Equal changes to a box: single pixels are too small for float32.
    for (int box : new int[] {0, 5, SHAPE.size() + 2 * SIDE}) {
      double step = 1e-2;
      double rise = 0;
      double expected = 0;
      for (int sign : new int[] {1, -1}) {
        float[] moved = Arrays.copyOf(drawn, drawn.length);
        for (int i : new int[] {box, box ^ 1}) {
          moved[i] += (float) (sign * step);
        }
        rise += sign * weight * loss(i -> moved[i]);
      }
      for (int i : new int[] {box, box ^ 1}) {
        expected += gradient[i];
      }
      assertThat(rise / (2 * step)).isCloseTo(expected, within(1e-3 * Math.abs(expected) + 1e-6));
    }
  }
}

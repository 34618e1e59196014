package io.trvae.dl4j.internal.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.trvae.dl4j.internal.onednn.OneDnn;
import io.trvae.face.Face;
import io.trvae.network.LocatorNetwork;
import io.trvae.network.Shape;
import io.trvae.spi.training.Operation;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LocatorLossTest {

  private static final int SIDE = 4;
  private static final int AREA = SIDE * SIDE;

  /** Its centre is that of row 1, column 2. */
  private static final Face FACE = new Face(16.5, 8.5, LocatorNetwork.FACE_SIDE, 18, 1);

  private final OneDnn oneDnn = new OneDnn();
  private final Features cells =
      Features.plain(oneDnn, 2, new Shape(LocatorNetwork.CHANNELS, SIDE, SIDE), true);
  private final LocatorLoss loss = new LocatorLoss(cells);
  private final float[] values = new float[2 * LocatorNetwork.CHANNELS * AREA];

  LocatorLossTest() {
    loss.prepareBackward();
  }

  @AfterEach
  void close() {
    oneDnn.close();
  }

  private double lossOf(float[] all) {
    cells.value().floats().put(all);
    loss.forward(Operation.Mode.TRAINING);
    return loss.loss();
  }

  private void setFaces(List<Face> first, List<Face> second) {
    loss.setTargets(
        List.of(new CellTargets(SIDE, SIDE, first), new CellTargets(SIDE, SIDE, second)));
  }

  /** By the definition; every cell of an empty picture should say no. */
  @Test
  void withoutAFaceIsTheFocalLossOfNo() {
    setFaces(List.of(), List.of());
    Arrays.fill(values, 0.7f);
    double p = 1 / (1 + Math.exp(-0.7f));

    assertThat(lossOf(values)).isCloseTo(-2 * AREA * p * p * Math.log(1 - p), within(1e-9));
  }

  @Test
  void sureCellsThatAreRightCostNothing() {
    setFaces(List.of(FACE), List.of());
    Arrays.fill(values, 0, AREA, -20);
    Arrays.fill(values, 5 * AREA, 6 * AREA, -20);
    CellTargets target = new CellTargets(SIDE, SIDE, List.of(FACE));
    for (int cell = 0; cell < AREA; cell++) {
      values[LocatorNetwork.RIGHT * AREA + cell] = 2 - cell % SIDE;
      values[LocatorNetwork.DOWN * AREA + cell] = 1 - cell / SIDE;
      values[LocatorNetwork.ROLL * AREA + cell] = 0.4f;
    }
    values[1 * SIDE + 2] = 20;
    assertThat(target.wish[1 * SIDE + 2]).isEqualTo(1);

    assertThat(lossOf(values)).isCloseTo(0, within(1e-6));

    values[LocatorNetwork.SIDE * AREA + 1 * SIDE + 2] = 0.5f;
    assertThat(lossOf(values)).isGreaterThan(0.1);
  }

  @Test
  void gradientIsTheSlopeOfTheLoss() {
    setFaces(List.of(FACE), List.of(FACE.withRollDegrees(-30), Face.of(2, 28, 20)));
    Random random = new Random(1);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    lossOf(values);
    loss.backward(Operation.Target.ALL);
    float[] gradient = new float[values.length];
    cells.gradient().floats().get(gradient);

    for (int i = 0; i < values.length; i++) {
      float[] above = values.clone();
      above[i] += 1 / 512f;
      float[] below = values.clone();
      below[i] -= 1 / 512f;
      double slope = (lossOf(above) - lossOf(below)) / ((double) above[i] - below[i]);
      assertThat((double) gradient[i]).isCloseTo(slope, within(2e-4));
    }
  }

  @Test
  void facesOfOtherSizesAreNotAskedFor() {
    assertThat(new CellTargets(SIDE, SIDE, List.of(Face.of(16, 8, 10))).wish).containsOnly(0f);
    assertThat(new CellTargets(SIDE, SIDE, List.of(Face.of(16, 8, 150))).wish).containsOnly(0f);
    assertThat(new CellTargets(SIDE, SIDE, List.of(Face.of(16.5, 8.5, 25))).wish)
        .contains(CellTargets.UNKNOWN)
        .doesNotContain(1f);
  }

  @Test
  void aFaceLeavesUnsureWhatIsUnsureForAnother() {
    Face unsure = Face.of(16.5, 8.5, 25);
    float[] alone = new CellTargets(SIDE, SIDE, List.of(unsure)).wish;
    float[] both = new CellTargets(SIDE, SIDE, List.of(unsure, Face.of(0.5, 24.5, 40))).wish;

    for (int cell = 0; cell < AREA; cell++) {
      if (alone[cell] == CellTargets.UNKNOWN) {
        assertThat(both[cell]).isEqualTo(CellTargets.UNKNOWN);
      }
    }
    assertThat(both[3 * SIDE]).isEqualTo(1);
  }

  @Test
  void twoFacesHaveACellEach() {
    Face other = Face.of(0.5, 24.5, 40);
    CellTargets targets = new CellTargets(SIDE, SIDE, List.of(FACE, other));

    assertThat(targets.face[1 * SIDE + 2]).isEqualTo(FACE);
    assertThat(targets.face[3 * SIDE]).isEqualTo(other);
    assertThat(targets.wish[3 * SIDE]).isEqualTo(1);
  }
}

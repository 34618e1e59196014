package io.trvae.dl4j.internal.training;

import io.trvae.face.Face;
import io.trvae.network.LocatorNetwork;
import io.trvae.spi.training.Operation;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far the cells are from what they should say.
 *
 * <p>The logits by the focal loss of Zhou, Wang and Krähenbühl 2019, "Objects as points", equation
 * 1 with alpha 2 and beta 4, divided by the number of faces; what else cells say of their face by
 * the mean absolute difference.
 */
final class LocatorLoss implements Operation {

  /** Of right, down, side and roll: an error in the side is as bad as one of its own length. */
  private static final double[] WEIGHTS = {1, 1, 3, 1};

  private final Features cells;
  private final float[] values;
  private final float[] slopes;
  private List<CellTargets> targets = List.of();
  private double loss;
  private GradientSum.@Nullable Part part;

  /**
   * @param cells in row-major order
   */
  LocatorLoss(Features cells) {
    this.cells = cells;
    values = new float[cells.batch() * cells.shape().size()];
    slopes = new float[values.length];
  }

  /** Sets what each picture of the batch should give. */
  void setTargets(List<CellTargets> value) {
    targets = List.copyOf(value);
  }

  double loss() {
    return loss;
  }

  @Override
  public void forward(Mode mode) {
    cells.value().floats().get(values);
    Arrays.fill(slopes, 0);
    long faces = 0;
    long described = 0;
    for (CellTargets target : targets) {
      for (int cell = 0; cell < target.wish.length; cell++) {
        faces += target.wish[cell] == 1 ? 1 : 0;
        described += target.face[cell] == null ? 0 : 1;
      }
    }
    loss = 0;
    for (int picture = 0; picture < targets.size(); picture++) {
      CellTargets target = targets.get(picture);
      int first = picture * cells.shape().size();
      addFocal(target, first, 1.0 / Math.max(1, faces));
      addDescriptions(target, first, 1.0 / Math.max(1, described));
    }
  }

  private void addFocal(CellTargets target, int first, double scale) {
    int plane = first + LocatorNetwork.LOGIT * target.wish.length;
    for (int cell = 0; cell < target.wish.length; cell++) {
      double wish = target.wish[cell];
      double logit = values[plane + cell];
      double p = 1 / (1 + Math.exp(-logit));
      if (wish == 1) {
        double logP = -softplus(-logit);
        loss -= scale * square(1 - p) * logP;
        slopes[plane + cell] =
            (float) (scale * (2 * p * square(1 - p) * logP - square(1 - p) * (1 - p)));
      } else if (wish != CellTargets.UNKNOWN) {
        double weight = scale * square(square(1 - wish));
        double logNot = -softplus(logit);
        loss -= weight * square(p) * logNot;
        slopes[plane + cell] =
            (float) (weight * (p * square(p) - 2 * square(p) * (1 - p) * logNot));
      }
    }
  }

  private static double square(double value) {
    return value * value;
  }

  /** {@code log(1 + exp(x))} without overflow. */
  private static double softplus(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }

  private void addDescriptions(CellTargets target, int first, double scale) {
    int area = target.wish.length;
    for (int cell = 0; cell < area; cell++) {
      Face face = target.face[cell];
      if (face != null) {
        double side = Math.log(face.side() / LocatorNetwork.FACE_SIDE) / Math.log(2);
        add(first + LocatorNetwork.RIGHT * area + cell, target.right(face, cell), 0, scale);
        add(first + LocatorNetwork.DOWN * area + cell, target.down(face, cell), 1, scale);
        add(first + LocatorNetwork.SIDE * area + cell, side, 2, scale);
        add(first + LocatorNetwork.ROLL * area + cell, face.rollDegrees() / 45, 3, scale);
      }
    }
  }

  private void add(int index, double wanted, int kind, double scale) {
    double difference = values[index] - wanted;
    loss += scale * WEIGHTS[kind] * Math.abs(difference);
    slopes[index] = (float) (scale * WEIGHTS[kind] * Math.signum(difference));
  }

  @Override
  public void prepareBackward() {
    part = cells.claimGradientPart();
  }

  @Override
  public void backward(Target target) {
    if (part != null) {
      FloatBuffer gradient = part.target().floats();
      gradient.put(slopes);
      part.finish();
    }
  }
}

package io.trvae.dl4j.internal.training;

import io.trvae.dl4j.internal.onednn.NativeTensor;
import io.trvae.spi.training.Loss;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The mean absolute errors of averages over boxes of 4x4 and of 8x8 pixels, summed. In the plain
 * mean absolute error the noise of fine detail, which a code cannot hold, hides a small error of
 * all pixels around; over a box it averages out.
 *
 * <p>Both sides are row-major, their height and width multiples of 8.
 */
final class CoarseError implements Loss {

  private static final int[] BOXES = {4, 8};

  private final Features estimate;
  private final NativeTensor target;
  private final double weight;
  private final int planes;
  private final int height;
  private final int width;
  private final float[] difference;
  private final float[] wanted;
  private final float[][] sums = new float[BOXES.length][];
  private double loss;
  private GradientSum.@Nullable Part part;

  CoarseError(Features estimate, NativeTensor target, double weight) {
    this.estimate = estimate;
    this.target = target;
    this.weight = weight;
    planes = estimate.batch() * estimate.shape().channels();
    height = estimate.shape().height();
    width = estimate.shape().width();
    difference = new float[estimate.batch() * estimate.shape().size()];
    wanted = new float[difference.length];
  }

  @Override
  public double value() {
    return loss;
  }

  @Override
  public void forward(Mode mode) {
    estimate.value().floats().get(difference);
    target.floats().get(wanted);
    for (int i = 0; i < difference.length; i++) {
      difference[i] -= wanted[i];
    }
    loss = 0;
    for (int i = 0; i < BOXES.length; i++) {
      sums[i] = sums(BOXES[i]);
      for (float sum : sums[i]) {
        loss += Math.abs(sum) / difference.length;
      }
    }
  }

  /** Sums the differences of each box. */
  private float[] sums(int box) {
    int columns = width / box;
    float[] boxes = new float[difference.length / (box * box)];
    for (int row = 0; row < planes * height; row++) {
      int first = row / box * columns;
      for (int x = 0; x < width; x++) {
        boxes[first + x / box] += difference[row * width + x];
      }
    }
    return boxes;
  }

  @Override
  public void prepareBackward() {
    part = estimate.claimGradientPart();
  }

  @Override
  public void backward(Target ignored) {
    if (part == null) {
      return;
    }
    float slope = (float) (weight / difference.length);
    float[] gradient = wanted;
    Arrays.fill(gradient, 0);
    for (int i = 0; i < BOXES.length; i++) {
      int box = BOXES[i];
      int columns = width / box;
      for (int row = 0; row < planes * height; row++) {
        int first = row / box * columns;
        for (int x = 0; x < width; x++) {
          gradient[row * width + x] += slope * Math.signum(sums[i][first + x / box]);
        }
      }
    }
    part.target().floats().put(gradient);
    part.finish();
  }
}

package io.trvae.dl4j.internal.training;

import io.trvae.dl4j.internal.onednn.NativeTensor;
import io.trvae.spi.training.Loss;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What drawings lose of the coarse layout of their originals: 1 minus Pearson's correlation of
 * their averages over a grid of 8x8 boxes, for each colour channel of each image. A domain may be
 * brighter or flatter than another; where its light and dark parts are stays.
 *
 * <p>Both are row-major, their height and width multiples of 8.
 */
final class ContentLoss implements Loss {

  private static final int GRID = 8;
  private static final int BOXES = GRID * GRID;

  /** A plane whose averages deviate by less than this, all in all, has no layout to keep. */
  private static final double FLAT = 1e-6;

  private final Features drawing;
  private final NativeTensor original;
  private final double weight;
  private final int planes;
  private final int width;
  private final int boxHeight;
  private final int boxWidth;
  private final float[] drawn;
  private final float[] given;
  private final double[] slopes;
  private double loss;
  private GradientSum.@Nullable Part part;

  ContentLoss(Features drawing, NativeTensor original, double weight) {
    this.drawing = drawing;
    this.original = original;
    this.weight = weight;
    planes = drawing.batch() * drawing.shape().channels();
    width = drawing.shape().width();
    boxHeight = drawing.shape().height() / GRID;
    boxWidth = width / GRID;
    drawn = new float[drawing.batch() * drawing.shape().size()];
    given = new float[drawn.length];
    slopes = new double[planes * BOXES];
  }

  @Override
  public double value() {
    return loss;
  }

  @Override
  public void forward(Mode mode) {
    drawing.value().floats().get(drawn);
    original.floats().get(given);
    Arrays.fill(slopes, 0);
    double[] wanted = new double[BOXES];
    double[] actual = new double[BOXES];
    loss = 0;
    for (int plane = 0; plane < planes; plane++) {
      double wantedNorm = deviations(given, plane, wanted);
      double actualNorm = deviations(drawn, plane, actual);
      if (wantedNorm < FLAT || actualNorm < FLAT) {
        continue;
      }
      double correlation = 0;
      for (int box = 0; box < BOXES; box++) {
        wanted[box] /= wantedNorm;
        actual[box] /= actualNorm;
        correlation += wanted[box] * actual[box];
      }
      loss += (1 - correlation) / planes;
      for (int box = 0; box < BOXES; box++) {
        slopes[plane * BOXES + box] = (correlation * actual[box] - wanted[box]) / actualNorm;
      }
    }
  }

  /** Fills in how far each box's average is from the mean of all, and returns the norm. */
  private double deviations(float[] values, int plane, double[] boxes) {
    Arrays.fill(boxes, 0);
    int rows = boxHeight * GRID;
    double mean = 0;
    for (int y = 0; y < rows; y++) {
      int row = (plane * rows + y) * width;
      for (int x = 0; x < width; x++) {
        boxes[y / boxHeight * GRID + x / boxWidth] += values[row + x];
        mean += values[row + x];
      }
    }
    int pixels = boxHeight * boxWidth;
    mean /= BOXES * pixels;
    double square = 0;
    for (int box = 0; box < BOXES; box++) {
      boxes[box] = boxes[box] / pixels - mean;
      square += boxes[box] * boxes[box];
    }
    return Math.sqrt(square);
  }

  @Override
  public void prepareBackward() {
    part = drawing.claimGradientPart();
  }

  @Override
  public void backward(Target target) {
    if (part == null) {
      return;
    }
    // Moving all averages alike changes nothing: the slopes of a plane sum to 0.
    double factor = weight / ((double) planes * boxHeight * boxWidth);
    int rows = boxHeight * GRID;
    for (int plane = 0; plane < planes; plane++) {
      for (int y = 0; y < rows; y++) {
        int row = (plane * rows + y) * width;
        int boxes = plane * BOXES + y / boxHeight * GRID;
        for (int x = 0; x < width; x++) {
          drawn[row + x] = (float) (factor * slopes[boxes + x / boxWidth]);
        }
      }
    }
    part.target().floats().put(drawn);
    part.finish();
  }
}

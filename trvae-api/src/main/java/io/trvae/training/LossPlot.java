package io.trvae.training;

import io.trvae.RgbImage;
import io.trvae.internal.drawing.Canvas;
import io.trvae.internal.io.AtomicFile;
import io.trvae.spi.Backend;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * Draws the losses over the epochs as a PNG picture of 960 by 600 pixels, again after each epoch:
 * one colour for each part of the loss, solid on training images, dashed on validation images, on a
 * logarithmic scale. Losses of 0 have no place on such a scale and are left out.
 *
 * <p>The picture is replaced as a whole, so it is never half written. {@code onStart} throws what
 * {@link CsvLog} throws, {@code onEpoch} {@link UncheckedIOException} if writing fails. For one
 * training at a time.
 *
 * @since 0.1.0
 */
public final class LossPlot implements TrainingListener {

  private static final int WIDTH = 960;
  private static final int HEIGHT = 600;
  private static final int FONT_SIZE = 14;
  private static final int LEFT = 70;
  private static final int RIGHT = 800;
  private static final int TOP = 30;
  private static final int BOTTOM = 540;

  private static final float LINE_WIDTH = 2;
  private static final BasicStroke SOLID =
      new BasicStroke(LINE_WIDTH, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
  private static final BasicStroke DASHED =
      new BasicStroke(
          LINE_WIDTH, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {7, 5}, 0);
  private static final Color GRID = new Color(0xe2, 0xe2, 0xe2);

  /** Colours that colour-blind people can tell apart too: Okabe and Ito 2008. */
  private static final List<Series> SERIES =
      List.of(
          new Series("total", new Color(0x00, 0x00, 0x00), Losses::total),
          new Series("reconstruction", new Color(0x00, 0x72, 0xb2), Losses::reconstruction),
          new Series("KL", new Color(0xd5, 0x5e, 0x00), Losses::kl),
          new Series("MMD", new Color(0x00, 0x9e, 0x73), Losses::mmd));

  private final Path picture;
  private final Optional<Path> log;
  private EpochHistory history = EpochHistory.empty();

  /**
   * Creates a plot of the epochs that it hears of; in a resumed training those before are missing.
   *
   * @param picture the PNG file, created with its folder when missing
   */
  public LossPlot(Path picture) {
    this(picture, Optional.empty());
  }

  /**
   * Creates a plot that takes the epochs before a resumption from the log of a {@link CsvLog}.
   *
   * @param picture the PNG file, created with its folder when missing
   * @param log the log; only read, and it need not exist
   */
  public LossPlot(Path picture, Path log) {
    this(picture, Optional.of(log));
  }

  private LossPlot(Path picture, Optional<Path> log) {
    this.picture = picture.toAbsolutePath();
    this.log = log;
  }

  @Override
  public void onStart(TrainingConfig config, int firstEpoch) {
    CsvLog.createFolderOf(picture);
    history = log.map(csv -> EpochHistory.before(firstEpoch, csv)).orElseGet(EpochHistory::empty);
  }

  @Override
  public void onEpoch(EpochReport report, Backend backend) {
    history.add(report);
    try (Canvas canvas = new Canvas(WIDTH, HEIGHT, FONT_SIZE)) {
      draw(canvas, history.reports());
      RgbImage image = RgbImage.of(canvas.image());
      AtomicFile.write(picture, out -> image.write(out, "png"));
    } catch (IOException failure) {
      throw new UncheckedIOException("The plot " + picture + " cannot be written", failure);
    }
  }

  private static void draw(Canvas canvas, List<EpochReport> reports) {
    double[] values = plottable(reports);
    int lowest = (int) Math.floor(Math.log10(DoubleStream.of(values).min().orElse(0.1)));
    int highest = (int) Math.ceil(Math.log10(DoubleStream.of(values).max().orElse(1)));
    Scale scale =
        new Scale(
            reports.get(0).epoch(),
            reports.get(reports.size() - 1).epoch(),
            lowest,
            Math.max(highest, lowest + 1));
    drawAxes(canvas, scale);
    for (int i = 0; i < SERIES.size(); i++) {
      Series series = SERIES.get(i);
      Graphics2D graphics = canvas.graphics();
      graphics.setColor(series.colour);
      drawLine(graphics, scale, reports, SOLID, report -> series.value(report.training()));
      drawLine(graphics, scale, reports, DASHED, report -> series.value(report.validation()));
      drawLegend(canvas, series, TOP + i * 2 * (canvas.textHeight() + 4));
    }
  }

  private static double[] plottable(List<EpochReport> reports) {
    return reports.stream()
        .flatMap(report -> List.of(report.training(), report.validation()).stream())
        .flatMapToDouble(losses -> SERIES.stream().mapToDouble(series -> series.value(losses)))
        .filter(LossPlot::isPlottable)
        .toArray();
  }

  private static boolean isPlottable(double value) {
    return value > 0 && Double.isFinite(value);
  }

  private static void drawAxes(Canvas canvas, Scale scale) {
    Graphics2D graphics = canvas.graphics();
    graphics.setStroke(new BasicStroke(1));
    int half = canvas.textHeight() / 2;
    // At most ten lines, however many decades the losses span.
    int decades = (scale.highest - scale.lowest + 9) / 10;
    for (int exponent = scale.lowest; exponent <= scale.highest; exponent += decades) {
      int y = (int) scale.y(exponent);
      graphics.setColor(GRID);
      graphics.drawLine(LEFT, y, RIGHT, y);
      canvas.text(decade(exponent), 0, y - half, LEFT - 8, 1);
    }
    int step = epochStep(scale.last - scale.first);
    int firstTick = (scale.first + step - 1) / step * step;
    for (int epoch = firstTick; epoch <= scale.last; epoch += step) {
      int x = (int) scale.x(epoch);
      graphics.setColor(GRID);
      graphics.drawLine(x, TOP, x, BOTTOM);
      canvas.text(Integer.toString(epoch), x - 40, BOTTOM + 6, 80, 0.5);
    }
    graphics.setColor(Canvas.INK);
    graphics.drawLine(LEFT, TOP, LEFT, BOTTOM);
    graphics.drawLine(LEFT, BOTTOM, RIGHT, BOTTOM);
    canvas.text("loss", LEFT + 6, TOP - canvas.textHeight() - 6, 100, 0);
    canvas.text("epoch", LEFT, BOTTOM + 8 + canvas.textHeight(), RIGHT - LEFT, 0.5);
  }

  private static String decade(int exponent) {
    return Math.abs(exponent) <= 3
        ? String.format(Locale.ROOT, "%." + Math.max(0, -exponent) + "f", Math.pow(10, exponent))
        : "1e" + exponent;
  }

  /** Returns 1, 2 or 5 times a power of ten, so that there are at most about a dozen ticks. */
  private static int epochStep(int span) {
    int step = 1;
    for (int factor = 0; span / step > 12; factor++) {
      step = factor % 3 == 1 ? step / 2 * 5 : step * 2;
    }
    return step;
  }

  private static void drawLine(
      Graphics2D graphics,
      Scale scale,
      List<EpochReport> reports,
      BasicStroke stroke,
      ToDoubleFunction<EpochReport> value) {
    Path2D line = new Path2D.Double();
    boolean drawing = false;
    for (EpochReport report : reports) {
      double loss = value.applyAsDouble(report);
      if (isPlottable(loss)) {
        double x = scale.x(report.epoch());
        double y = scale.y(Math.log10(loss));
        if (drawing) {
          line.lineTo(x, y);
        } else {
          // A line to its own beginning is a dot: all there is to see of a single epoch.
          line.moveTo(x, y);
          line.lineTo(x, y);
        }
      }
      drawing = isPlottable(loss);
    }
    graphics.setStroke(stroke);
    graphics.draw(line);
  }

  private static void drawLegend(Canvas canvas, Series series, int top) {
    int line = canvas.textHeight() + 4;
    Graphics2D graphics = canvas.graphics();
    String[] names = {series.name, "validation"};
    BasicStroke[] strokes = {SOLID, DASHED};
    for (int i = 0; i < names.length; i++) {
      int y = top + i * line + line / 2;
      graphics.setColor(series.colour);
      graphics.setStroke(strokes[i]);
      graphics.drawLine(RIGHT + 14, y, RIGHT + 44, y);
      canvas.text(names[i], RIGHT + 52, y - canvas.textHeight() / 2, WIDTH - RIGHT - 56, 0);
    }
  }

  private record Series(String name, Color colour, ToDoubleFunction<Losses> part) {
    double value(Losses losses) {
      return part.applyAsDouble(losses);
    }
  }

  /** Epochs and powers of ten to pixels. */
  private record Scale(int first, int last, int lowest, int highest) {
    double x(int epoch) {
      return LEFT + (RIGHT - LEFT) * (double) (epoch - first) / Math.max(1, last - first);
    }

    double y(double exponent) {
      return BOTTOM - (BOTTOM - TOP) * (exponent - lowest) / (highest - lowest);
    }
  }
}

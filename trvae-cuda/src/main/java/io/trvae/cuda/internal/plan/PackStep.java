package io.trvae.cuda.internal.plan;

import io.trvae.cuda.internal.gpu.Grid;
import io.trvae.cuda.internal.kernels.Pack;

/**
 * Images or codes, and planes of the label, to features.
 *
 * @param channels of the image
 * @param planes of the label behind them
 * @param planesAt where the planes begin in the label's row
 * @param output what comes out
 * @param scale factor of each value
 * @param shift added to it
 * @param slope of a rectifier then, 1 for none
 */
record PackStep(
    int channels,
    int planes,
    int planesAt,
    Layout output,
    float scale,
    float shift,
    float slope,
    Area to)
    implements Step {

  @Override
  public void queue(Run run) {
    int pixels = run.batch() * output.pixels();
    Pack arguments =
        new Pack(
            run.area(Area.INPUT),
            run.label(planesAt),
            run.labelRows(),
            run.area(to),
            pixels,
            output.pixels(),
            channels,
            planes,
            run.labelWidth(),
            run.inputStride(),
            output.channels(),
            scale,
            shift,
            slope);
    Grid grid = Grid.of((long) pixels * (output.channels() / 2));
    run.stream()
        .launch(
            run.ofBytes() ? run.kernels().packBytes() : run.kernels().packFloats(),
            grid,
            arguments.bytes());
  }
}

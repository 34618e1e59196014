package io.trvae.cuda.internal.plan;

import io.trvae.cuda.internal.kernels.Convolution;
import io.trvae.network.Shape;
import java.util.List;

/**
 * A convolution or a dense layer with what follows it.
 *
 * @param input shape of what goes in; a vector for a dense layer
 * @param vectors of an input pixel
 * @param taps which pixels each result takes
 * @param stride of the convolution
 * @param rows that come out, before any enlargement
 * @param columns that come out, before any enlargement
 * @param outputs channels that are stored
 * @param planar whether they go out plane by plane as floats
 * @param weights where the weights are among the constants
 * @param terms where scales and shifts are
 * @param epilogue what follows
 */
record ConvolutionStep(
    Shape input,
    int vectors,
    Taps taps,
    int stride,
    int rows,
    int columns,
    int outputs,
    boolean planar,
    long weights,
    Terms terms,
    Epilogue epilogue,
    Area from,
    Area to)
    implements Step {

  /**
   * Where scales and shifts are: in bytes among the constants, or in floats in the label's row.
   *
   * @param ofLabel whether they depend on it
   */
  record Terms(boolean ofLabel, long offset) {}

  @Override
  public void queue(Run run) {
    int pixels = run.batch() * rows * columns;
    long scales = terms.ofLabel ? run.label((int) terms.offset) : run.constants() + terms.offset;
    new Convolution(
            run.area(from),
            run.constants() + weights,
            scales,
            scales + (long) outputs * Float.BYTES,
            run.labelRows(),
            run.area(to),
            run.partial(),
            input.height(),
            input.width(),
            vectors,
            rows,
            columns,
            pixels,
            outputs,
            taps.kernel(),
            stride,
            List.of(taps.firstOrigin(), taps.secondOrigin()),
            taps.enlargement(),
            terms.ofLabel ? run.labelWidth() : 0,
            planar,
            epilogue.hyperbolic(),
            epilogue.slope(),
            epilogue.scale(),
            epilogue.shift())
        .queue(run.stream(), run.kernels().convolve(), run.kernels().combine(), run.processors());
  }
}

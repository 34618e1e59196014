package io.trvae.cuda.internal.plan;

import io.trvae.cuda.internal.gpu.Grid;
import io.trvae.cuda.internal.kernels.Pool;

/**
 * The maximum over windows of 2x2.
 *
 * @param input what goes in
 * @param output what comes out
 * @param vectors of a pixel
 */
record PoolStep(Layout input, Layout output, int vectors, Area from, Area to) implements Step {

  @Override
  public void queue(Run run) {
    int pixels = run.batch() * output.pixels();
    Pool arguments =
        new Pool(
            run.area(from),
            run.area(to),
            pixels,
            output.shape().height(),
            output.shape().width(),
            input.shape().height(),
            input.shape().width(),
            vectors);
    run.stream().launch(run.kernels().pool(), Grid.of((long) pixels * vectors), arguments.bytes());
  }
}

package io.trvae.dl4j.internal.training;

import io.trvae.dl4j.internal.onednn.NativeTensor;
import io.trvae.dl4j.internal.onednn.OneDnn;
import io.trvae.dl4j.internal.onednn.UpsampledKernel;
import io.trvae.network.Layer;
import io.trvae.spi.training.Operation;
import org.jspecify.annotations.Nullable;

/** Nearest 2x upsampling and the convolution after it, in one, with an {@link UpsampledKernel}. */
final class UpsampledConvolution implements Operation {

  private final int planes;
  private final int kernel;
  private final LinearOperation.Weights weights;
  private final NativeTensor wide;
  private final GradientSum wideGradient;
  private final float[] narrowBuffer;
  private final float[] wideBuffer;
  private final Features output;
  private final LinearOperation convolution;
  private GradientSum.@Nullable Part weightPart;

  UpsampledConvolution(
      OneDnn oneDnn, LinearOperation.Weights weights, Features input, Layer.Conv2d layer) {
    this.weights = weights;
    kernel = layer.kernel();
    planes = layer.out() * layer.in();
    long[] wideDims = {layer.out(), layer.in(), kernel + 1, kernel + 1};
    wide = oneDnn.allocate(oneDnn.plain(wideDims));
    wideGradient = new GradientSum(oneDnn, oneDnn.allocate(oneDnn.plain(wideDims)));
    narrowBuffer = new float[planes * kernel * kernel];
    wideBuffer = new float[planes * (kernel + 1) * (kernel + 1)];

    var shape = layer.outputShape(new Layer.Upsample2x().outputShape(input.shape(), 0), 0);
    var primitives =
        new TransposedConvolutionPrimitives(
            oneDnn,
            Features.imageDims(input.batch(), input.shape()),
            wideDims,
            Features.imageDims(input.batch(), shape),
            2,
            kernel - 1 - layer.padBefore(),
            kernel - 1 - layer.padAfter());
    output = new Features(oneDnn, input.batch(), shape, primitives.forward().dst_desc(), true);
    convolution =
        new LinearOperation(
            oneDnn,
            primitives,
            input,
            new LinearOperation.Weights(wide, weights.bias(), wideGradient, weights.biasGradient()),
            output);
  }

  /** Tells whether a convolution after an upsampling can be computed this way. */
  static boolean fits(@Nullable Layer next) {
    return next instanceof Layer.Conv2d layer && UpsampledKernel.fits(layer);
  }

  Features output() {
    return output;
  }

  @Override
  public void forward(Mode mode) {
    widen();
    convolution.forward(mode);
  }

  @Override
  public void prepareBackward() {
    weightPart = weights.weightGradient().claim();
    convolution.prepareBackward();
  }

  @Override
  public void backward(Target target) {
    convolution.backward(target);
    if (target == Target.ALL && weightPart != null) {
      narrow(weightPart);
    }
  }

  private void widen() {
    weights.weight().floats().get(narrowBuffer);
    UpsampledKernel.widen(narrowBuffer, kernel, wideBuffer);
    wide.floats().put(wideBuffer);
  }

  /** The transpose of {@link #widen()}. */
  private void narrow(GradientSum.Part part) {
    wideGradient.sum().floats().get(wideBuffer);
    int wideKernel = kernel + 1;
    int narrow = 0;
    for (int plane = 0; plane < planes; plane++) {
      int last = plane * wideKernel * wideKernel + (kernel - 1) * wideKernel + kernel - 1;
      for (int row = 0; row < kernel; row++) {
        for (int column = 0; column < kernel; column++) {
          int at = last - row * wideKernel - column;
          narrowBuffer[narrow++] =
              wideBuffer[at]
                  + wideBuffer[at + 1]
                  + wideBuffer[at + wideKernel]
                  + wideBuffer[at + wideKernel + 1];
        }
      }
    }
    part.target().floats().put(narrowBuffer);
    part.finish();
  }
}

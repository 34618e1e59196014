package io.trvae.dl4j.internal.plan;

import io.trvae.network.Layer;
import io.trvae.network.Shape;
import io.trvae.spi.inference.FoldedLayer;
import java.nio.FloatBuffer;
import java.util.List;

/** A picture of one size to what a chain of convolutions makes of it. */
final class PicturePlan extends Plan<PicturePlan.Call> {

  /**
   * What a call brings and takes away; pixel by pixel, the channels innermost.
   *
   * @param pixels values in [0, 1]
   * @param features receives what comes out
   */
  record Call(float[] pixels, float[] features) {}

  private final int input;
  private final Layer.Affine scaling;
  private final List<PlannedStep> steps;
  private final int output;

  private PicturePlan(
      Compilation compilation,
      int input,
      Layer.Affine scaling,
      List<PlannedStep> steps,
      int output) {
    super(compilation);
    this.input = input;
    this.scaling = scaling;
    this.steps = List.copyOf(steps);
    this.output = output;
  }

  /**
   * Compiles a chain.
   *
   * @param layers one that scales the pixels, then convolutions and what belongs to them
   */
  static PicturePlan compile(Compilation compilation, List<Layer> layers, Shape picture) {
    int input = compilation.memory.buffer((long) picture.size() * Float.BYTES);
    ImageSteps images = new ImageSteps(compilation, input, picture);
    images.add(FoldedLayer.fold(layers.subList(1, layers.size())), null);
    return new PicturePlan(
        compilation, input, (Layer.Affine) layers.get(0), images.steps(), images.place().buffer());
  }

  @Override
  Session<Call> session() {
    return new PictureSession(memory());
  }

  private final class PictureSession extends Session<Call> {

    private final FloatBuffer source;
    private final FloatBuffer target;

    PictureSession(SessionMemory memory) {
      super(memory, steps);
      source = memory.floats(input);
      target = memory.floats(output);
    }

    @Override
    void load(Image<Call> image, int row) {
      float[] pixels = image.call().pixels;
      for (int i = 0; i < pixels.length; i++) {
        source.put(i, pixels[i] * scaling.scale() + scaling.shift());
      }
    }

    @Override
    void store(Image<Call> image, int row) {
      target.get(0, image.call().features);
    }
  }
}

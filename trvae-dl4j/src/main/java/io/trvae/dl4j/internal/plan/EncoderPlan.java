package io.trvae.dl4j.internal.plan;

import io.trvae.network.Layer;
import io.trvae.network.Network;
import io.trvae.network.Shape;
import io.trvae.spi.inference.FoldedLayer;
import io.trvae.spi.inference.LabelChain;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Image and label to the mean and log-variance of the latent code. */
final class EncoderPlan extends Plan<EncoderPlan.Call> {

  /** The arrays of {@link io.trvae.spi.Backend#encode}. */
  record Call(float[] images, float[] labels, float[] mean, float[] logVar) {}

  private final Input input;
  private final List<PlannedStep> steps;
  private final VectorSteps.Rows mean;
  private final VectorSteps.Rows logVar;

  /**
   * Where the image goes: pixel by pixel, its channels followed by those of the label.
   *
   * @param stride from one image of a group to the next, in elements; 0 where all share one place
   * @param image the image's shape; flat where dense layers take it as it is
   * @param domains the length of a label
   * @param scale factor of each value
   * @param shift added to it
   * @param channels of a pixel
   * @param label the label's planes, or null if there are none
   */
  private record Input(
      int buffer,
      int stride,
      Shape image,
      int domains,
      float scale,
      float shift,
      int channels,
      @Nullable LabelFeatures label) {}

  private EncoderPlan(
      Compilation compilation,
      Input input,
      List<PlannedStep> steps,
      VectorSteps.Rows mean,
      VectorSteps.Rows logVar) {
    super(compilation);
    this.input = input;
    this.steps = List.copyOf(steps);
    this.mean = mean;
    this.logVar = logVar;
  }

  static EncoderPlan compile(Compilation compilation, Network network) {
    List<FoldedLayer> layers = FoldedLayer.fold(network.encoder());
    return layers.get(0).layer() instanceof Layer.Flatten
        ? ofVectors(compilation, network, layers.subList(1, layers.size()))
        : ofImages(compilation, network, layers);
  }

  /** An encoder of dense layers alone: what they take is the image and the label behind it. */
  private static EncoderPlan ofVectors(
      Compilation compilation, Network network, List<FoldedLayer> layers) {
    if (!(layers.get(0).layer() instanceof Layer.ConcatLabel concat)) {
      throw new UnsupportedOperationException("No plan for an encoder without a label");
    }
    int domains = compilation.domains;
    Shape image = Shape.flat(network.spec().imageShape().size());
    int labelWidth = concat.outputShape(image, domains).size() - image.size();
    VectorSteps.Rows rows = VectorSteps.allocate(compilation, image.size(), labelWidth);
    compilation.addLane(
        new LabelChain(concat.embedding(), compilation.tensors)::of,
        rows.buffer(),
        rows.width(),
        rows.stride());
    Input input =
        new Input(rows.buffer(), rows.stride(), image, domains, 1, 0, image.channels(), null);
    VectorSteps body = new VectorSteps(compilation, rows, image);
    return create(compilation, network, input, List.of(), body, layers.subList(1, layers.size()));
  }

  private static EncoderPlan ofImages(
      Compilation compilation, Network network, List<FoldedLayer> layers) {
    Shape image = network.spec().imageShape();
    int next = 0;
    Layer.Affine scaling = new Layer.Affine(1, 0);
    if (layers.get(next).layer() instanceof Layer.Affine affine) {
      scaling = affine;
      next++;
    }
    Shape shape = image;
    LabelFeatures label = null;
    if (layers.get(next).layer() instanceof Layer.ConcatLabel concat) {
      label =
          new LabelFeatures(
              compilation.domains, new LabelChain(concat.embedding(), compilation.tensors)::of);
      shape = concat.outputShape(image, compilation.domains);
      next++;
    }
    int flatten = next;
    while (!(layers.get(flatten).layer() instanceof Layer.Flatten)) {
      flatten++;
    }
    int buffer = compilation.memory.buffer((long) shape.size() * Float.BYTES);
    Input input =
        new Input(
            buffer,
            0,
            image,
            compilation.domains,
            scaling.scale(),
            scaling.shift(),
            shape.channels(),
            label);

    ImageSteps images = new ImageSteps(compilation, buffer, shape);
    Shape last = shape;
    for (FoldedLayer layer : layers.subList(next, flatten)) {
      last = layer.layer().outputShape(last, compilation.domains);
    }
    VectorSteps.Rows flat = VectorSteps.allocate(compilation, last.size(), compilation.rounded);
    images.add(layers.subList(next, flatten), ImageSteps.row(compilation, flat, last));

    VectorSteps body = new VectorSteps(compilation, flat, last);
    List<FoldedLayer> dense = layers.subList(flatten + 1, layers.size());
    return create(compilation, network, input, images.steps(), body, dense);
  }

  /** Goes on with dense layers, to the heads. */
  private static EncoderPlan create(
      Compilation compilation,
      Network network,
      Input input,
      List<PlannedStep> before,
      VectorSteps body,
      List<FoldedLayer> dense) {
    int taken = body.add(dense);
    if (taken != dense.size()) {
      throw new UnsupportedOperationException("No plan for " + dense.get(taken).layer());
    }
    List<PlannedStep> steps = new ArrayList<>(before);
    steps.addAll(body.steps());
    VectorSteps mean = new VectorSteps(compilation, body.rows(), body.shape());
    mean.add(FoldedLayer.fold(List.of(network.mean())));
    steps.addAll(mean.steps());
    VectorSteps logVar = new VectorSteps(compilation, body.rows(), body.shape());
    logVar.add(FoldedLayer.fold(List.of(network.logVar())));
    steps.addAll(logVar.steps());
    return new EncoderPlan(compilation, input, steps, mean.rows(), logVar.rows());
  }

  @Override
  Session<Call> session() {
    return new EncoderSession(memory());
  }

  private final class EncoderSession extends Session<Call> {

    private final float[] pixels =
        new float[input.image.height() * input.image.width() * input.channels];
    private final FloatBuffer target;
    private float[] label = {};

    EncoderSession(SessionMemory memory) {
      super(memory, steps);
      target = memory.floats(input.buffer);
    }

    @Override
    void load(Image<Call> image, int row) {
      Call call = image.call();
      int index = image.index();
      memory.label(row, call.labels, index, input.domains);
      loadLabel(call.labels, index * input.domains);
      int area = input.image.height() * input.image.width();
      for (int channel = 0; channel < input.image.channels(); channel++) {
        int from = (index * input.image.channels() + channel) * area;
        for (int pixel = 0; pixel < area; pixel++) {
          pixels[pixel * input.channels + channel] =
              call.images[from + pixel] * input.scale + input.shift;
        }
      }
      target.put(row * input.stride, pixels);
    }

    private void loadLabel(float[] labels, int from) {
      if (input.label == null
          || Arrays.equals(label, 0, label.length, labels, from, from + input.domains)) {
        return;
      }
      label = Arrays.copyOfRange(labels, from, from + input.domains);
      float[] planes = input.label.of(label);
      int area = input.image.height() * input.image.width();
      for (int channel = input.image.channels(); channel < input.channels; channel++) {
        int plane = (channel - input.image.channels()) * area;
        for (int pixel = 0; pixel < area; pixel++) {
          pixels[pixel * input.channels + channel] = planes[plane + pixel];
        }
      }
    }

    @Override
    void store(Image<Call> image, int row) {
      copy(mean, row, image.call().mean, image.index());
      copy(logVar, row, image.call().logVar, image.index());
    }

    private void copy(VectorSteps.Rows rows, int row, float[] to, int index) {
      memory.floats(rows.buffer()).get(row * rows.stride(), to, index * rows.width(), rows.width());
    }
  }
}

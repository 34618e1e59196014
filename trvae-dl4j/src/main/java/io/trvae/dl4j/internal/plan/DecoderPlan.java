package io.trvae.dl4j.internal.plan;

import io.trvae.network.Layer;
import io.trvae.network.Network;
import io.trvae.network.Shape;
import io.trvae.spi.inference.FoldedLayer;
import io.trvae.spi.inference.LabelChain;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/** Latent code and label to an image. */
final class DecoderPlan extends Plan<DecoderPlan.Call> {

  /** The arrays of {@link io.trvae.spi.Backend#decode}. */
  record Call(float[] latents, float[] labels, float[] images) {}

  private final int domains;
  private final VectorSteps.Rows input;

  /** The slope of a rectifier that comes before any weight; 1 where there is none. */
  private final float inputSlope;

  private final List<PlannedStep> steps;
  private final Output output;

  /**
   * Where the image comes out.
   *
   * @param stride from one image of a group to the next, in elements; 0 where all share one place
   * @param blocking how many pixels, along each axis, stand side by side as groups of channels
   */
  private record Output(int buffer, int stride, Shape image, int blocking) {}

  private DecoderPlan(
      Compilation compilation,
      VectorSteps.Rows input,
      float inputSlope,
      List<PlannedStep> steps,
      Output output) {
    super(compilation);
    this.domains = compilation.domains;
    this.input = input;
    this.inputSlope = inputSlope;
    this.steps = List.copyOf(steps);
    this.output = output;
  }

  static DecoderPlan compile(Compilation compilation, Network network) {
    List<FoldedLayer> layers = FoldedLayer.fold(network.decoder());
    int latent = network.spec().latentSize();
    List<Layer> embedding = new ArrayList<>();
    float slope = 1;
    int next = 0;
    boolean labelled = layers.get(0).layer() instanceof Layer.ConcatLabel;
    if (layers.get(next).layer() instanceof Layer.ConcatLabel concat) {
      embedding.addAll(concat.embedding());
      next++;
    }
    if (layers.get(next).layer() instanceof Layer.LeakyRelu relu) {
      slope = relu.slope();
      embedding.add(relu);
      next++;
    }
    int labelWidth =
        labelled
            ? Network.chainShape(embedding, Shape.flat(compilation.domains), compilation.domains)
                .size()
            : 0;
    VectorSteps.Rows input = VectorSteps.allocate(compilation, latent, labelWidth);
    if (labelled) {
      compilation.addLane(
          new LabelChain(embedding, compilation.tensors)::of,
          input.buffer(),
          latent,
          input.stride());
    }
    VectorSteps vectors = new VectorSteps(compilation, input, Shape.flat(latent));
    next += vectors.add(layers.subList(next, layers.size()));

    ImageSteps images =
        new ImageSteps(
            compilation,
            ImageSteps.row(compilation, vectors.rows(), vectors.shape()),
            vectors.shape());
    if (next < layers.size()) {
      images.add(layers.subList(next, layers.size()), null);
    }
    Place place = images.place();
    int stride = (int) (place.stride() / Float.BYTES);
    List<PlannedStep> steps = new ArrayList<>(vectors.steps());
    steps.addAll(images.steps());
    return new DecoderPlan(
        compilation,
        input,
        slope,
        steps,
        new Output(place.buffer(), stride, images.shape(), images.blocking()));
  }

  @Override
  Session<Call> session() {
    return new DecoderSession(memory());
  }

  private final class DecoderSession extends Session<Call> {

    private final float[] latent = new float[input.width()];
    private final float[] pixels = new float[output.image.size()];
    private final FloatBuffer source;

    DecoderSession(SessionMemory memory) {
      super(memory, steps);
      source = memory.floats(output.buffer);
    }

    @Override
    void load(Image<Call> image, int row) {
      Call call = image.call();
      int index = image.index();
      memory.label(row, call.labels, index, domains);
      for (int i = 0; i < latent.length; i++) {
        float value = call.latents[index * latent.length + i];
        latent[i] = value > 0 ? value : inputSlope * value;
      }
      memory.floats(input.buffer()).put(row * input.stride(), latent);
    }

    @Override
    void store(Image<Call> image, int row) {
      float[] images = image.call().images;
      source.get(row * output.stride, pixels);
      int channels = output.image.channels();
      int width = output.image.width();
      int block = output.blocking;
      int stored = channels * block * block;
      int rowLength = width / block * stored;
      int to = image.index() * output.image.size();
      for (int channel = 0; channel < channels; channel++) {
        for (int y = 0; y < output.image.height(); y++) {
          int line = y / block * rowLength + y % block * block * channels + channel;
          for (int part = 0; part < block; part++) {
            int from = line + part * channels;
            for (int x = part; x < width; x += block) {
              images[to + x] = pixels[from];
              from += stored;
            }
          }
          to += width;
        }
      }
    }
  }
}

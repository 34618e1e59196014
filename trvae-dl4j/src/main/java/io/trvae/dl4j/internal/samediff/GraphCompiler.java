package io.trvae.dl4j.internal.samediff;

import io.trvae.network.Layer;
import io.trvae.network.Network;
import io.trvae.network.Shape;
import io.trvae.spi.inference.FoldedLayer;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.array.SingleThreadArrayHolder;
import org.nd4j.enums.WeightsFormat;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Pooling2DConfig;

/**
 * Compiles one direction of a network to a SameDiff graph for inference. Every variable has the
 * {@linkplain Port#axes axes} of its shape.
 */
final class GraphCompiler {

  private static final long BATCH = -1;

  private static final Pooling2DConfig POOLING =
      Pooling2DConfig.builder().kH(2).kW(2).sH(2).sW(2).build();

  private final SameDiff graph = SameDiff.create();
  private final Weights weights;
  private final Port labelPort;
  private final SDVariable label;
  private final int domainCount;
  private long floatsPerImage;

  private GraphCompiler(Network network, Weights weights) {
    this.weights = weights;
    // The default holders copy every array, twice, for use on several devices.
    graph.setArrayHolders(new SingleThreadArrayHolder(), new SingleThreadArrayHolder(), false);
    domainCount = network.spec().domainCount();
    labelPort = new Port("label", Shape.flat(domainCount));
    label = input(labelPort);
  }

  /** Compiles image and label to mean and log-variance. */
  static GraphSession encoder(Network network, Weights weights) {
    GraphCompiler compiler = new GraphCompiler(network, weights);
    Port image = new Port("image", network.spec().imageShape());
    Port mean = new Port("mean", Shape.flat(network.spec().latentSize()));
    Port logVar = new Port("logVar", mean.shape());
    SDVariable features = compiler.chain(network.encoder(), compiler.input(image), image.shape());
    Shape shape = Network.chainShape(network.encoder(), image.shape(), compiler.domainCount);
    compiler.chain(List.of(network.mean()), features, shape).rename(mean.name());
    compiler.chain(List.of(network.logVar()), features, shape).rename(logVar.name());
    return compiler.session(List.of(image, compiler.labelPort), List.of(mean, logVar));
  }

  /** Compiles latent code and label to an image. */
  static GraphSession decoder(Network network, Weights weights) {
    GraphCompiler compiler = new GraphCompiler(network, weights);
    Port latent = new Port("latent", Shape.flat(network.spec().latentSize()));
    Port image = new Port("image", network.spec().imageShape());
    compiler.chain(network.decoder(), compiler.input(latent), latent.shape()).rename(image.name());
    return compiler.session(List.of(latent, compiler.labelPort), List.of(image));
  }

  private GraphSession session(List<Port> inputs, List<Port> outputs) {
    return new GraphSession(graph, inputs, outputs, floatsPerImage);
  }

  private SDVariable input(Port port) {
    return graph.placeHolder(port.name(), DataType.FLOAT, Port.axes(BATCH, port.shape()));
  }

  private SDVariable chain(List<Layer> layers, SDVariable input, Shape inputShape) {
    SDVariable features = input;
    Shape shape = inputShape;
    for (FoldedLayer folded : FoldedLayer.fold(layers)) {
      Shape next = folded.layer().outputShape(shape, domainCount);
      features = apply(folded, features, shape, next);
      shape = next;
      floatsPerImage += shape.size();
    }
    return features;
  }

  private SDVariable apply(FoldedLayer folded, SDVariable input, Shape shape, Shape next) {
    Layer layer = folded.layer();
    if (layer instanceof Layer.Conv2d conv) {
      return flattened(convolution(conv, folded, planes(input, shape)), next);
    } else if (layer instanceof Layer.Dense dense) {
      return dense(dense, folded, input);
    } else if (layer instanceof Layer.BatchNorm norm) {
      return normalisation(norm, folded, input, shape);
    } else if (layer instanceof Layer.Affine affine) {
      return input.mul(affine.scale()).add(affine.shift());
    } else if (layer instanceof Layer.LeakyRelu relu) {
      return relu.slope() == 0
          ? graph.nn().relu(input, 0)
          : graph.nn().leakyRelu(input, relu.slope());
    } else if (layer instanceof Layer.Tanh) {
      return graph.math().tanh(input);
    } else if (layer instanceof Layer.MaxPool2x2) {
      return flattened(graph.cnn().maxPooling2d(input, POOLING), next);
    } else if (layer instanceof Layer.Upsample2x) {
      return graph.cnn().upsampling2d(planes(input, shape), 2, 2, true);
    } else if (layer instanceof Layer.Flatten || layer instanceof Layer.Reshape) {
      return input.reshape(Port.axes(BATCH, next));
    } else if (layer instanceof Layer.Planes) {
      return flattened(planes(input, shape).mul(constant(weights.ones(next))), next);
    } else if (layer instanceof Layer.ConcatLabel concat) {
      SDVariable embedded = chain(concat.embedding(), label, labelPort.shape());
      return graph.concat(1, input, embedded);
    } else if (layer instanceof Layer.LabelAffine affine) {
      SDVariable scale = label.mmul(constant(weights.rows(affine, affine.name() + ".weight")));
      SDVariable shift = label.mmul(constant(weights.rows(affine, affine.name() + ".bias")));
      Shape perChannel = Shape.flat(affine.channels());
      return shape.isFlat()
          ? input.mul(scale).add(shift)
          : input.mul(planes(scale, perChannel)).add(planes(shift, perChannel));
    }
    throw new IllegalStateException("No way to compile " + layer);
  }

  private SDVariable convolution(Layer.Conv2d conv, FoldedLayer folded, SDVariable input) {
    boolean symmetric = conv.padBefore() == conv.padAfter();
    int pad = symmetric ? conv.padBefore() : 0;
    SDVariable padded =
        symmetric
            ? input
            : graph
                .nn()
                .pad(input, constant(weights.padding(conv.padBefore(), conv.padAfter())), 0);
    return graph
        .cnn()
        .conv2d(
            padded,
            constant(weights.kernel(conv, folded)),
            constant(weights.bias(conv.name(), folded, conv.out())),
            Conv2DConfig.builder()
                .kH(conv.kernel())
                .kW(conv.kernel())
                .sH(conv.stride())
                .sW(conv.stride())
                .pH(pad)
                .pW(pad)
                .dH(1)
                .dW(1)
                .paddingMode(PaddingMode.VALID)
                .dataFormat("NCHW")
                .weightsFormat(WeightsFormat.YXIO)
                .build());
  }

  /** Not {@code nn.linear}, for the reason given at {@link CallMemory}. */
  private SDVariable dense(Layer.Dense dense, FoldedLayer folded, SDVariable input) {
    return input
        .mmul(constant(weights.matrix(dense, folded)))
        .add(constant(weights.bias(dense.name(), folded, 1, dense.out())));
  }

  private SDVariable normalisation(
      Layer.BatchNorm norm, FoldedLayer folded, SDVariable input, Shape shape) {
    long[] axes =
        shape.isFlat() ? new long[] {1, norm.channels()} : new long[] {1, norm.channels(), 1, 1};
    return input
        .mul(constant(weights.scale(norm, folded, axes)))
        .add(constant(weights.bias(norm.name(), folded, axes)));
  }

  private SDVariable constant(INDArray array) {
    return graph.constant(array);
  }

  /** Gives vectors the axes of features of height and width 1. */
  private static SDVariable planes(SDVariable features, Shape shape) {
    return shape.isFlat() ? features.reshape(BATCH, shape.channels(), 1, 1) : features;
  }

  /** Takes the last two axes from features of height and width 1. */
  private static SDVariable flattened(SDVariable features, Shape shape) {
    return shape.isFlat() ? features.reshape(BATCH, shape.channels()) : features;
  }
}

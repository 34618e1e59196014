package io.trvae.dl4j;

import io.trvae.model.Tensor;
import io.trvae.model.TransferModel;
import io.trvae.network.Layer;
import io.trvae.network.Parameter;
import io.trvae.network.Shape;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.ShiftVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Compiles one direction of a network to a DeepLearning4J graph, layer by layer.
 *
 * <p>Features are {@code [batch, channels]} where height and width are 1, {@code [batch, channels,
 * height, width]} elsewhere.
 */
final class ComputationGraphCompiler {

  private static final String LABEL = "label";
  private static final int[] SQUARE = {2, 2};

  private final TransferModel model;
  private final int domainCount;
  private final GraphBuilder graph;
  private final List<Layer> parameterised = new ArrayList<>();
  private final List<String> outputs = new ArrayList<>();
  private int vertices;

  ComputationGraphCompiler(TransferModel model, String input) {
    this.model = model;
    domainCount = model.spec().network().domainCount();
    graph =
        new NeuralNetConfiguration.Builder()
            .dataType(DataType.FLOAT)
            .activation(Activation.IDENTITY)
            .graphBuilder()
            .addInputs(input, LABEL);
  }

  /** Adds a chain of layers and returns the name of its last vertex. */
  String chain(List<Layer> layers, String input, Shape inputShape) {
    String features = input;
    Shape shape = inputShape;
    for (Layer layer : layers) {
      Shape next = layer.outputShape(shape, domainCount);
      features = apply(layer, features, shape, next);
      shape = next;
    }
    return features;
  }

  /** Makes a vertex an output of that name. */
  void output(String name, String vertex) {
    graph.addLayer(name, new ActivationLayer(Activation.IDENTITY), vertex);
    outputs.add(name);
  }

  private String apply(Layer layer, String input, Shape shape, Shape next) {
    if (layer instanceof Layer.Conv2d conv) {
      return flattened(convolution(conv, planes(input, shape)), next);
    } else if (layer instanceof Layer.Dense dense) {
      DenseLayer.Builder builder =
          new DenseLayer.Builder().nIn(dense.in()).nOut(dense.out()).hasBias(dense.bias());
      return parameterised(dense, dense.name(), builder.build(), input);
    } else if (layer instanceof Layer.BatchNorm norm) {
      BatchNormalization.Builder builder =
          new BatchNormalization.Builder()
              .nIn(norm.channels())
              .nOut(norm.channels())
              .eps(norm.epsilon())
              .useLogStd(false);
      return parameterised(norm, norm.name(), builder.build(), input);
    } else if (layer instanceof Layer.Affine affine) {
      return vertex(
          new ShiftVertex(affine.shift()), vertex(new ScaleVertex(affine.scale()), input));
    } else if (layer instanceof Layer.LeakyRelu relu) {
      return activation(new ActivationLReLU(relu.slope()), input);
    } else if (layer instanceof Layer.Tanh) {
      return activation(new ActivationTanH(), input);
    } else if (layer instanceof Layer.Dropout dropout) {
      return dropout.rate() == 0
          ? input
          : layer(new DropoutLayer.Builder(1.0 - dropout.rate()).build(), input);
    } else if (layer instanceof Layer.MaxPool2x2) {
      return flattened(
          layer(
              new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX, SQUARE, SQUARE)
                  .build(),
              input),
          next);
    } else if (layer instanceof Layer.Upsample2x) {
      return layer(new Upsampling2D.Builder(2).build(), planes(input, shape));
    } else if (layer instanceof Layer.Flatten) {
      return shape.isFlat() ? input : toVector(input, shape);
    } else if (layer instanceof Layer.Reshape reshape) {
      String vector = shape.isFlat() ? input : toVector(input, shape);
      return next.isFlat() ? vector : toPlanes(vector, reshape.shape());
    } else if (layer instanceof Layer.Planes planes) {
      int[] factors = {planes.height(), planes.width()};
      return flattened(
          layer(new Upsampling2D.Builder().size(factors).build(), planes(input, shape)), next);
    } else if (layer instanceof Layer.ConcatLabel concat) {
      return vertex(
          new MergeVertex(), input, chain(concat.embedding(), LABEL, Shape.flat(domainCount)));
    } else if (layer instanceof Layer.LabelAffine affine) {
      parameterised.add(affine);
      String scaled =
          vertex(
              new ElementWiseVertex(ElementWiseVertex.Op.Product),
              input,
              byLabel(affine, ".weight", shape));
      return vertex(
          new ElementWiseVertex(ElementWiseVertex.Op.Add), scaled, byLabel(affine, ".bias", shape));
    }
    throw new IllegalStateException("No way to compile " + layer);
  }

  /** Computes an array's value of the label's domain, as often as there are pixels. */
  private String byLabel(Layer.LabelAffine affine, String suffix, Shape shape) {
    String name = affine.name() + suffix;
    graph.addLayer(
        name,
        new DenseLayer.Builder()
            .nIn(affine.domains())
            .nOut(affine.channels())
            .hasBias(false)
            .build(),
        LABEL);
    if (shape.isFlat()) {
      return name;
    }
    int[] factors = {shape.height(), shape.width()};
    return layer(
        new Upsampling2D.Builder().size(factors).build(),
        planes(name, Shape.flat(affine.channels())));
  }

  private String convolution(Layer.Conv2d conv, String input) {
    // DeepLearning4J's convolution pads both sides alike.
    boolean symmetric = conv.padBefore() == conv.padAfter();
    int pad = symmetric ? conv.padBefore() : 0;
    String padded =
        symmetric
            ? input
            : layer(
                new ZeroPaddingLayer(
                    conv.padBefore(), conv.padAfter(), conv.padBefore(), conv.padAfter()),
                input);
    ConvolutionLayer.Builder builder =
        new ConvolutionLayer.Builder(conv.kernel(), conv.kernel())
            .stride(conv.stride(), conv.stride())
            .padding(pad, pad)
            .nIn(conv.in())
            .nOut(conv.out());
    return parameterised(conv, conv.name(), builder.build(), padded);
  }

  private String parameterised(
      Layer layer,
      String name,
      org.deeplearning4j.nn.conf.layers.Layer configuration,
      String input) {
    parameterised.add(layer);
    graph.addLayer(name, configuration, input);
    return name;
  }

  private String activation(IActivation function, String input) {
    return layer(new ActivationLayer(function), input);
  }

  private String layer(org.deeplearning4j.nn.conf.layers.Layer configuration, String input) {
    String name = nextName();
    graph.addLayer(name, configuration, input);
    return name;
  }

  private String vertex(GraphVertex vertex, String... inputs) {
    String name = nextName();
    graph.addVertex(name, vertex, inputs);
    return name;
  }

  private String nextName() {
    return "vertex" + vertices++;
  }

  private String reshaped(InputPreProcessor reshaping, String input) {
    return vertex(new PreprocessorVertex(reshaping), input);
  }

  private String toVector(String input, Shape shape) {
    return reshaped(
        new CnnToFeedForwardPreProcessor(shape.height(), shape.width(), shape.channels()), input);
  }

  private String toPlanes(String input, Shape shape) {
    return reshaped(
        new FeedForwardToCnnPreProcessor(shape.height(), shape.width(), shape.channels()), input);
  }

  /** Gives vectors the axes of features of height and width 1. */
  private String planes(String features, Shape shape) {
    return shape.isFlat() ? toPlanes(features, shape) : features;
  }

  /** Takes the last two axes from features of height and width 1. */
  private String flattened(String features, Shape shape) {
    return shape.isFlat() ? toVector(features, shape) : features;
  }

  /** Builds the graph and copies the weights into it. */
  ComputationGraph compile() {
    ComputationGraph compiled =
        new ComputationGraph(graph.setOutputs(outputs.toArray(String[]::new)).build());
    long size =
        parameterised.stream()
            .flatMap(layer -> layer.parameters().stream())
            .mapToLong(Parameter::size)
            .sum();
    // With an array of its own the graph draws no random weights.
    compiled.init(Nd4j.create(DataType.FLOAT, 1, size), false);
    for (Layer layer : parameterised) {
      for (Parameter parameter : layer.parameters()) {
        if (layer instanceof Layer.LabelAffine) {
          loadRows(compiled, parameter);
        } else {
          load(compiled, parameter);
        }
      }
    }
    return compiled;
  }

  private void load(ComputationGraph compiled, Parameter parameter) {
    String name = parameter.name();
    int dot = name.lastIndexOf('.');
    INDArray target = compiled.getLayer(name.substring(0, dot)).getParam(key(parameter.role()));
    Tensor tensor = model.tensor(name);
    long[] axes = tensor.shape().stream().mapToLong(Integer::longValue).toArray();
    try (INDArray values = Nd4j.create(tensor.toFloats(), axes, DataType.FLOAT)) {
      // A dense layer's matrix is [out, in] in a model and [in, out] in DeepLearning4J.
      target.assign(axes.length == 2 ? values.transpose() : values.reshape(target.shape()));
    }
  }

  /** Loads what {@link #byLabel} made a dense layer: {@code [domain, channel]} in both. */
  private void loadRows(ComputationGraph compiled, Parameter parameter) {
    INDArray target =
        compiled.getLayer(parameter.name()).getParam(DefaultParamInitializer.WEIGHT_KEY);
    try (INDArray values = Nd4j.create(model.tensor(parameter.name()).toFloats())) {
      target.assign(values.reshape(target.shape()));
    }
  }

  private static String key(Parameter.Role role) {
    return switch (role) {
      case WEIGHT -> DefaultParamInitializer.WEIGHT_KEY;
      case BIAS -> DefaultParamInitializer.BIAS_KEY;
      case SCALE -> BatchNormalizationParamInitializer.GAMMA;
      case SHIFT -> BatchNormalizationParamInitializer.BETA;
      case RUNNING_MEAN -> BatchNormalizationParamInitializer.GLOBAL_MEAN;
      case RUNNING_VARIANCE -> BatchNormalizationParamInitializer.GLOBAL_VAR;
    };
  }
}

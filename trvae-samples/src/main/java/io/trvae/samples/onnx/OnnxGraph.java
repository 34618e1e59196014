package io.trvae.samples.onnx;

import io.trvae.DomainLabel;
import io.trvae.model.TransferModel;
import io.trvae.network.Layer;
import io.trvae.network.NetworkSpec;
import io.trvae.network.Parameter;
import io.trvae.network.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.Collectors;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.OperatorSetIdProto;
import onnx.Onnx.StringStringEntryProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorShapeProto;
import onnx.Onnx.TypeProto;
import onnx.Onnx.ValueInfoProto;
import org.nd4j.shade.protobuf.ByteString;

/**
 * One ONNX graph in the making, for any batch.
 *
 * <p>Operators: {@code github.com/onnx/onnx/blob/main/docs/Operators.md}. The classes of the format
 * come with ND4J.
 */
final class OnnxGraph {

  /** Of ONNX 1.12, from 2022: what phones and browsers run is not always of this year. */
  private static final int IR_VERSION = 8;

  private static final int OPERATORS_VERSION = 17;

  private final GraphProto.Builder graph;
  private final TransferModel model;
  private final NetworkSpec spec;
  private int names;

  OnnxGraph(String name, TransferModel model) {
    this.graph = GraphProto.newBuilder().setName(name);
    this.model = model;
    this.spec = model.spec().network();
  }

  void addImage(String name) {
    graph.addInput(image(name));
  }

  void addLabel(String name) {
    graph.addInput(value(name, spec.domainCount()));
  }

  void addLatent(String name) {
    graph.addInput(value(name, spec.latentSize()));
  }

  void addImageOutput(String name, String source) {
    rename(source, name);
    graph.addOutput(image(name));
  }

  void addLatentOutput(String name, String source) {
    rename(source, name);
    graph.addOutput(value(name, spec.latentSize()));
  }

  private void rename(String from, String to) {
    graph.addNode(node("Identity", from).addOutput(to));
  }

  /** Returns the bytes of an ONNX file, which also names domains and licence. */
  byte[] toBytes() {
    String domains =
        model.spec().domains().stream().map(DomainLabel::name).collect(Collectors.joining(","));
    return ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .setProducerName("trvae")
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPERATORS_VERSION))
        .addMetadataProps(metadata("domains", domains))
        .addMetadataProps(metadata("licence", model.provenance().licence()))
        .setGraph(graph)
        .build()
        .toByteArray();
  }

  private static StringStringEntryProto.Builder metadata(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value);
  }

  /**
   * Adds a chain of layers.
   *
   * @param input the name of what goes in
   * @param inputShape its shape
   * @param label the name of the label that the layers see
   * @return the name of what comes out
   */
  String chain(List<Layer> layers, String input, Shape inputShape, String label) {
    String features = input;
    Shape shape = inputShape;
    boolean vector = inputShape.isFlat();
    for (Layer layer : layers) {
      features =
          layer instanceof Layer.LabelAffine affine
              ? append(affine, features, vector, label)
              : append(layer, features, shape, label);
      vector =
          layer instanceof Layer.Dense
              || layer instanceof Layer.Flatten
              || (vector && !(layer instanceof Layer.Reshape || layer instanceof Layer.Planes));
      shape = layer.outputShape(shape, spec.domainCount());
    }
    return features;
  }

  private String append(Layer layer, String input, Shape shape, String label) {
    if (layer instanceof Layer.Conv2d conv) {
      addWeights(conv);
      return add(
          node("Conv", input, conv.name() + ".weight", conv.name() + ".bias")
              .addAttribute(integers("strides", conv.stride(), conv.stride()))
              .addAttribute(
                  integers(
                      "pads",
                      conv.padBefore(),
                      conv.padBefore(),
                      conv.padAfter(),
                      conv.padAfter())));
    } else if (layer instanceof Layer.Dense dense) {
      return dense(dense, input);
    } else if (layer instanceof Layer.BatchNorm norm) {
      addWeights(norm);
      return add(
          node(
                  "BatchNormalization",
                  input,
                  norm.name() + ".weight",
                  norm.name() + ".bias",
                  norm.name() + ".running_mean",
                  norm.name() + ".running_var")
              .addAttribute(number("epsilon", norm.epsilon())));
    } else if (layer instanceof Layer.LeakyRelu relu) {
      return relu.slope() == 0
          ? add(node("Relu", input))
          : add(node("LeakyRelu", input).addAttribute(number("alpha", relu.slope())));
    } else if (layer instanceof Layer.Tanh) {
      return add(node("Tanh", input));
    } else if (layer instanceof Layer.Affine affine) {
      return addShift(add(node("Mul", input, constant(affine.scale()))), constant(affine.shift()));
    } else if (layer instanceof Layer.MaxPool2x2) {
      return add(
          node("MaxPool", input)
              .addAttribute(integers("kernel_shape", 2, 2))
              .addAttribute(integers("strides", 2, 2)));
    } else if (layer instanceof Layer.Upsample2x) {
      return add(
          node("Resize", input, "", constant(1, 1, 2, 2))
              .addAttribute(text("mode", "nearest"))
              .addAttribute(text("coordinate_transformation_mode", "asymmetric"))
              .addAttribute(text("nearest_mode", "floor")));
    } else if (layer instanceof Layer.Flatten) {
      return add(node("Flatten", input));
    } else if (layer instanceof Layer.Reshape reshape) {
      return reshape(input, reshape.shape());
    } else if (layer instanceof Layer.Planes planes) {
      return add(
          node(
              "Expand",
              reshape(input, shape),
              constant(new long[] {1, 1, planes.height(), planes.width()})));
    } else if (layer instanceof Layer.Dropout) {
      return input;
    } else if (layer instanceof Layer.ConcatLabel concat) {
      String embedded = chain(concat.embedding(), label, Shape.flat(spec.domainCount()), label);
      return add(node("Concat", input, embedded).addAttribute(integer("axis", 1)));
    }
    throw new IllegalArgumentException("No way to export " + layer);
  }

  /** Adds a dense layer; returns the name of what comes out. */
  String dense(Layer.Dense dense, String input) {
    addWeights(dense);
    NodeProto.Builder gemm =
        node("Gemm", input, dense.name() + ".weight").addAttribute(integer("transB", 1));
    return add(dense.bias() ? gemm.addInput(dense.name() + ".bias") : gemm);
  }

  /**
   * Adds the scale and shift of a label.
   *
   * @param vector whether the input has no height and width, not even of 1
   */
  private String append(Layer.LabelAffine affine, String input, boolean vector, String label) {
    addWeights(affine);
    String scale = add(node("MatMul", label, affine.name() + ".weight"));
    String shift = add(node("MatMul", label, affine.name() + ".bias"));
    if (!vector) {
      scale = reshape(scale, Shape.flat(affine.channels()));
      shift = reshape(shift, Shape.flat(affine.channels()));
    }
    return addShift(add(node("Mul", input, scale)), shift);
  }

  private String addShift(String input, String shift) {
    return add(node("Add", input, shift));
  }

  private String reshape(String input, Shape shape) {
    return add(
        node(
            "Reshape",
            input,
            constant(new long[] {-1, shape.channels(), shape.height(), shape.width()})));
  }

  private static NodeProto.Builder node(String operator, String... inputs) {
    return NodeProto.newBuilder().setOpType(operator).addAllInput(List.of(inputs));
  }

  private String add(NodeProto.Builder node) {
    String output = newName();
    graph.addNode(node.addOutput(output));
    return output;
  }

  private String newName() {
    return "v" + names++;
  }

  private String constant(float... values) {
    String name = newName();
    addInitializer(name, values.length == 1 ? List.of() : List.of(values.length), values);
    return name;
  }

  private String constant(long[] values) {
    String name = newName();
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.INT64_VALUE)
            .addDims(values.length);
    for (long value : values) {
      tensor.addInt64Data(value);
    }
    graph.addInitializer(tensor);
    return name;
  }

  private void addWeights(Layer layer) {
    for (Parameter parameter : layer.parameters()) {
      addInitializer(
          parameter.name(), parameter.shape(), model.tensor(parameter.name()).toFloats());
    }
  }

  private void addInitializer(String name, List<Integer> shape, float[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    graph.addInitializer(
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.FLOAT_VALUE)
            .addAllDims(shape.stream().map(Integer::longValue).toList())
            .setRawData(ByteString.copyFrom(bytes)));
  }

  private ValueInfoProto.Builder image(String name) {
    return value(name, 3, spec.imageSize(), spec.imageSize());
  }

  private static ValueInfoProto.Builder value(String name, int... sizes) {
    TensorShapeProto.Builder axes =
        TensorShapeProto.newBuilder()
            .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("batch"));
    for (int size : sizes) {
      axes.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(size));
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder()
                        .setElemType(TensorProto.DataType.FLOAT_VALUE)
                        .setShape(axes)));
  }

  private static AttributeProto.Builder attribute(String name, AttributeProto.AttributeType type) {
    return AttributeProto.newBuilder().setName(name).setType(type);
  }

  private static AttributeProto.Builder integer(String name, long value) {
    return attribute(name, AttributeProto.AttributeType.INT).setI(value);
  }

  private static AttributeProto.Builder integers(String name, long... values) {
    AttributeProto.Builder attribute = attribute(name, AttributeProto.AttributeType.INTS);
    for (long value : values) {
      attribute.addInts(value);
    }
    return attribute;
  }

  private static AttributeProto.Builder number(String name, float value) {
    return attribute(name, AttributeProto.AttributeType.FLOAT).setF(value);
  }

  private static AttributeProto.Builder text(String name, String value) {
    return attribute(name, AttributeProto.AttributeType.STRING)
        .setS(ByteString.copyFromUtf8(value));
  }
}

package io.trvae.samples.benchmark.engine;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.pooling.Pool;
import io.trvae.network.Layer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Computes chains of layers with DJL's operations on PyTorch. */
final class DjlNetwork implements AutoCloseable {

  static {
    // All that is needed is on the class path.
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
  }

  /** The share of the old running statistics that remains, as PyTorch's default has it. */
  private static final float MOMENTUM = 0.9f;

  /** DJL's number for it. */
  private static final int NEAREST = 0;

  private final NDManager manager;
  private final Map<String, NDArray> parameters = new LinkedHashMap<>();
  private final boolean training;

  /**
   * Starts PyTorch.
   *
   * @param threads how many threads PyTorch may use, in the whole process
   * @param training whether to normalise with a batch's own statistics
   */
  DjlNetwork(int threads, boolean training) {
    System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(threads));
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
    this.training = training;
  }

  /** Sets a parameter. */
  void put(String name, float[] values, List<Integer> shape) {
    long[] axes = shape.stream().mapToLong(Integer::longValue).toArray();
    NDArray parameter = manager.create(values, new Shape(axes));
    parameters.put(name, axes.length == 4 ? channelsLast(parameter) : parameter);
  }

  /**
   * Lays a kernel out with its channels innermost. PyTorch's convolutions then give images the same
   * layout, which suits them best on a processor.
   */
  private static NDArray channelsLast(NDArray kernel) {
    NDArray innermost = kernel.transpose(0, 2, 3, 1);
    float[] values = innermost.toFloatArray();
    return kernel.getManager().create(values, innermost.getShape()).transpose(0, 3, 1, 2);
  }

  NDManager manager() {
    return manager;
  }

  NDArray parameter(String name) {
    NDArray parameter = parameters.get(name);
    if (parameter == null) {
      throw new IllegalArgumentException("No parameter is named " + name);
    }
    return parameter;
  }

  NDArray chain(List<Layer> layers, NDArray input, NDArray label) {
    NDArray features = input;
    for (Layer layer : layers) {
      features = apply(layer, features, label);
    }
    return features;
  }

  NDArray dense(Layer.Dense dense, NDArray input) {
    NDArray weight = parameter(dense.name() + ".weight");
    NDList result =
        dense.bias()
            ? Linear.linear(input, weight, parameter(dense.name() + ".bias"))
            : Linear.linear(input, weight);
    return result.singletonOrThrow();
  }

  private NDArray apply(Layer layer, NDArray x, NDArray label) {
    long batch = x.getShape().get(0);
    if (layer instanceof Layer.Conv2d conv) {
      return convolution(conv, x);
    } else if (layer instanceof Layer.Dense dense) {
      return dense(dense, x);
    } else if (layer instanceof Layer.BatchNorm norm) {
      return BatchNorm.batchNorm(
              x,
              parameter(norm.name() + ".running_mean"),
              parameter(norm.name() + ".running_var"),
              parameter(norm.name() + ".weight"),
              parameter(norm.name() + ".bias"),
              1,
              MOMENTUM,
              norm.epsilon(),
              training)
          .singletonOrThrow();
    } else if (layer instanceof Layer.LeakyRelu relu) {
      return relu.slope() == 0 ? Activation.relu(x) : Activation.leakyRelu(x, relu.slope());
    } else if (layer instanceof Layer.Tanh) {
      return x.tanh();
    } else if (layer instanceof Layer.Affine affine) {
      return x.mul(affine.scale()).add(affine.shift());
    } else if (layer instanceof Layer.MaxPool2x2) {
      return Pool.maxPool2d(x, new Shape(2, 2), new Shape(2, 2), new Shape(0, 0), false);
    } else if (layer instanceof Layer.Upsample2x) {
      long[] size = {x.getShape().get(2) * 2, x.getShape().get(3) * 2};
      return x.getNDArrayInternal().interpolation(size, NEAREST, false);
    } else if (layer instanceof Layer.Flatten) {
      return x.reshape(batch, -1);
    } else if (layer instanceof Layer.Reshape to) {
      return x.reshape(batch, to.shape().channels(), to.shape().height(), to.shape().width());
    } else if (layer instanceof Layer.Planes planes) {
      long channels = x.getShape().get(1);
      return x.reshape(batch, channels, 1, 1)
          .broadcast(batch, channels, planes.height(), planes.width());
    } else if (layer instanceof Layer.Dropout dropout) {
      return training && dropout.rate() > 0
          ? Dropout.dropout(x, dropout.rate(), true).singletonOrThrow()
          : x;
    } else if (layer instanceof Layer.ConcatLabel concat) {
      return x.concat(chain(concat.embedding(), label, label), 1);
    } else if (layer instanceof Layer.LabelAffine affine) {
      NDArray scale = label.matMul(parameter(affine.name() + ".weight"));
      NDArray shift = label.matMul(parameter(affine.name() + ".bias"));
      Shape shape =
          x.getShape().dimension() == 2 ? new Shape(batch, -1) : new Shape(batch, -1, 1, 1);
      return x.mul(scale.reshape(shape)).add(shift.reshape(shape));
    }
    throw new IllegalArgumentException("No way to compute " + layer);
  }

  private NDArray convolution(Layer.Conv2d conv, NDArray x) {
    boolean symmetric = conv.padBefore() == conv.padAfter();
    int pad = symmetric ? conv.padBefore() : 0;
    NDArray padded =
        symmetric
            ? x
            : x.pad(
                new Shape(conv.padBefore(), conv.padAfter(), conv.padBefore(), conv.padAfter()), 0);
    return Conv2d.conv2d(
            padded,
            parameter(conv.name() + ".weight"),
            parameter(conv.name() + ".bias"),
            new Shape(conv.stride(), conv.stride()),
            new Shape(pad, pad))
        .singletonOrThrow();
  }

  @Override
  public void close() {
    manager.close();
  }
}

package io.trvae.samples.web;

import io.trvae.network.Layer;
import io.trvae.network.Network;
import io.trvae.network.Parameter;
import io.trvae.network.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * One layer of a network, for the diagram.
 *
 * @param kind the name of its kind
 * @param detail what tells it from others of its kind; may be empty
 * @param output channels, height and width of what comes out
 * @param parameters how many numbers belong to it
 * @param label whether it sees the domain label
 */
record LayerDescription(
    String kind, String detail, List<Integer> output, int parameters, boolean label) {

  /** Describes a chain of layers. */
  static List<LayerDescription> ofChain(List<Layer> layers, Shape input, int domainCount) {
    List<LayerDescription> chain = new ArrayList<>();
    Shape shape = input;
    for (Layer layer : layers) {
      shape = Network.chainShape(List.of(layer), shape, domainCount);
      chain.add(of(layer, shape));
    }
    return chain;
  }

  private static LayerDescription of(Layer layer, Shape output) {
    return new LayerDescription(
        layer.getClass().getSimpleName(),
        detail(layer),
        List.of(output.channels(), output.height(), output.width()),
        layer.parameters().stream().mapToInt(Parameter::size).sum(),
        layer instanceof Layer.ConcatLabel || layer instanceof Layer.LabelAffine);
  }

  private static String detail(Layer layer) {
    if (layer instanceof Layer.Conv2d convolution) {
      int kernel = convolution.kernel();
      return kernel + " x " + kernel + ", stride " + convolution.stride();
    }
    if (layer instanceof Layer.LeakyRelu rectifier) {
      return "slope " + rectifier.slope();
    }
    if (layer instanceof Layer.Dropout dropout) {
      return "rate " + dropout.rate();
    }
    return "";
  }
}

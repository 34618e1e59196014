package io.trvae.samples.benchmark;

import io.trvae.network.Layer;
import io.trvae.network.Network;
import io.trvae.network.Shape;
import java.util.List;

/** Counts the multiplications of convolutions and dense layers, each with the addition after it. */
final class NetworkCost {

  private NetworkCost() {}

  /** Returns the multiply-adds of one image's transfer. */
  static long multiplyAdds(Network network) {
    int domains = network.spec().domainCount();
    Shape latent = Shape.flat(network.spec().latentSize());
    return chain(network.encoder(), network.spec().imageShape(), domains)
        + (long) network.mean().in() * network.mean().out()
        + chain(network.decoder(), latent, domains);
  }

  private static long chain(List<Layer> layers, Shape input, int domains) {
    long sum = 0;
    Shape shape = input;
    for (Layer layer : layers) {
      Shape next = layer.outputShape(shape, domains);
      if (layer instanceof Layer.Conv2d conv) {
        sum += (long) next.size() * conv.in() * conv.kernel() * conv.kernel();
      } else if (layer instanceof Layer.Dense dense) {
        sum += (long) dense.in() * dense.out();
      } else if (layer instanceof Layer.ConcatLabel concat) {
        sum += chain(concat.embedding(), Shape.flat(domains), domains);
      }
      shape = next;
    }
    return sum;
  }
}

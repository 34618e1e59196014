package io.trvae.spi.training;

import io.trvae.network.Layer;
import io.trvae.network.NetworkSpec;
import io.trvae.network.Parameter;
import io.trvae.network.Shape;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The network that tells drawn images from given ones during adversarial training; it has one
 * output per domain and is no part of a model.
 *
 * @since 0.1.0
 */
public final class Discriminator {

  private static final int[] CHANNELS = {32, 64, 128, 256};
  private static final float SLOPE = 0.2f;

  private Discriminator() {}

  /**
   * Describes the chain from images in [0, 1] to one logit per domain.
   *
   * @param spec the model's network
   * @return the layers
   */
  public static List<Layer> layers(NetworkSpec spec) {
    List<Layer> layers = new ArrayList<>();
    layers.add(new Layer.Affine(2, -1));
    int in = 3;
    for (int i = 0; i < CHANNELS.length; i++) {
      layers.add(new Layer.Conv2d("discriminator.conv" + (i + 1), in, CHANNELS[i], 4, 2, 1, 1));
      layers.add(new Layer.LeakyRelu(SLOPE));
      in = CHANNELS[i];
    }
    int side = spec.imageSize() >> CHANNELS.length;
    layers.add(new Layer.Flatten());
    int features = new Shape(in, side, side).size();
    layers.add(new Layer.Dense("discriminator.logits", features, spec.domainCount(), true));
    return layers;
  }

  /**
   * Returns the arrays of the chain, and for each weight the vector of its spectral norm.
   *
   * @param spec the model's network
   * @return the arrays
   */
  public static List<Parameter> parameters(NetworkSpec spec) {
    List<Parameter> parameters = new ArrayList<>();
    for (Layer layer : layers(spec)) {
      for (Parameter parameter : layer.parameters()) {
        parameters.add(parameter);
        if (parameter.role() == Parameter.Role.WEIGHT) {
          parameters.add(vectorOf(parameter));
        }
      }
    }
    return parameters;
  }

  /**
   * Describes the left singular vector that is kept for a weight.
   *
   * @param weight an array of the chain
   * @return an array that is not trained
   */
  public static Parameter vectorOf(Parameter weight) {
    return new Parameter(
        weight.name() + ".u", List.of(weight.shape().get(0)), Parameter.Role.RUNNING_MEAN);
  }

  /**
   * Draws what training starts from.
   *
   * @param layout of {@link #parameters}
   * @param seed determines the arrays
   * @return the arrays as one vector
   */
  public static float[] start(ParameterLayout layout, long seed) {
    float[] values = Initialiser.draw(layout, seed);
    for (Parameter parameter : layout.all()) {
      if (parameter.role() == Parameter.Role.WEIGHT) {
        Random random = new Random(seed + parameter.name().hashCode());
        FloatBuffer vector = layout.slice(values, vectorOf(parameter).name());
        while (vector.hasRemaining()) {
          vector.put((float) random.nextGaussian());
        }
      }
    }
    return values;
  }
}

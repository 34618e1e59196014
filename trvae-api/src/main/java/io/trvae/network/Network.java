package io.trvae.network;

import java.util.List;
import java.util.stream.Stream;

/**
 * A conditional variational autoencoder, described layer by layer.
 *
 * <p>The encoder turns an image of shape {@code [3, size, size]} with values in [0, 1] and the
 * label of its domain into features, from which two dense heads compute mean and log-variance of
 * the latent code. The decoder turns a latent code and a label into an image of the same shape. The
 * activations that follow decoder layer {@link #mmdLayer} are those on which training penalises the
 * maximum mean discrepancy between domains (Lotfollahi et al. 2020, doi
 * 10.1093/bioinformatics/btaa800).
 *
 * @param spec the sizes that the description was built from
 * @param encoder the chain from image to features
 * @param mean the head for the latent mean
 * @param logVar the head for the logarithm of the latent variance
 * @param decoder the chain from latent code to image
 * @param mmdLayer index of the decoder layer whose output the MMD penalty sees
 * @since 0.1.0
 */
public record Network(
    NetworkSpec spec,
    List<Layer> encoder,
    Layer.Dense mean,
    Layer.Dense logVar,
    List<Layer> decoder,
    int mmdLayer) {

  /**
   * Copies the lists and checks that each layer fits the one before.
   *
   * @throws IllegalArgumentException if the shapes do not fit
   */
  public Network {
    encoder = List.copyOf(encoder);
    decoder = List.copyOf(decoder);
    int domains = spec.domainCount();
    Shape features = chainShape(encoder, spec.imageShape(), domains);
    Shape latent = Shape.flat(spec.latentSize());
    if (!mean.outputShape(features, domains).equals(latent)
        || !logVar.outputShape(features, domains).equals(latent)) {
      throw new IllegalArgumentException("The heads do not produce a latent code of " + latent);
    }
    Shape image = chainShape(decoder, latent, domains);
    if (!image.equals(spec.imageShape())) {
      throw new IllegalArgumentException(
          "The decoder produces " + image + " where the encoder takes " + spec.imageShape());
    }
    if (!chainShape(decoder.subList(0, mmdLayer + 1), latent, domains).isFlat()) {
      throw new IllegalArgumentException("The MMD layer's output is not a vector");
    }
  }

  /**
   * Computes the shape at the end of a chain.
   *
   * @param layers the chain
   * @param input the shape that goes in
   * @param domainCount the length of a label vector
   * @return the shape that comes out
   * @throws IllegalArgumentException if a layer cannot take what the one before produces
   */
  public static Shape chainShape(List<Layer> layers, Shape input, int domainCount) {
    Shape shape = input;
    for (Layer layer : layers) {
      shape = layer.outputShape(shape, domainCount);
    }
    return shape;
  }

  /**
   * Tells whether weights of another network's encoder fit this one's.
   *
   * @param other a network
   * @return true if encoder and heads are the same, layer by layer
   */
  public boolean hasEncoderOf(Network other) {
    return encoder.equals(other.encoder)
        && mean.equals(other.mean)
        && logVar.equals(other.logVar)
        && spec.imageSize() == other.spec.imageSize();
  }

  /**
   * Tells whether weights of another network's decoder fit this one's.
   *
   * @param other a network
   * @return true if the decoders are the same, layer by layer
   */
  public boolean hasDecoderOf(Network other) {
    return decoder.equals(other.decoder) && mmdLayer == other.mmdLayer;
  }

  /**
   * Tells whether the encoder is linear in the image, for each label: training computes such an
   * encoder from the images, and the weight that reads its codes, and learns the rest.
   *
   * @return true if no layer of the encoder is anything but a sum of what it takes
   */
  public boolean hasLinearEncoder() {
    return encoder.stream()
        .allMatch(
            layer ->
                layer instanceof Layer.Flatten
                    || layer instanceof Layer.ConcatLabel
                    || layer instanceof Layer.Dense
                    || layer instanceof Layer.LabelAffine);
  }

  /**
   * Returns every array of the network.
   *
   * @return the parameters, encoder first, in the order of the layers
   */
  public List<Parameter> parameters() {
    return Stream.concat(encoderParameters().stream(), decoderParameters().stream()).toList();
  }

  /**
   * Returns the arrays of the encoder and its heads.
   *
   * @return the parameters in the order of the layers, the log-variance's last
   */
  public List<Parameter> encoderParameters() {
    return Stream.concat(encoder.stream(), Stream.of(mean, logVar))
        .flatMap(layer -> layer.parameters().stream())
        .toList();
  }

  /**
   * Returns the decoder's arrays.
   *
   * @return the parameters in the order of the layers
   */
  public List<Parameter> decoderParameters() {
    return decoder.stream().flatMap(layer -> layer.parameters().stream()).toList();
  }
}

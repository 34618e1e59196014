package io.trvae.cuda.internal.plan;

import io.trvae.network.Layer;
import io.trvae.spi.inference.FoldedLayer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The element-by-element layers after a linear one, computed before its results are stored.
 *
 * @param normalisation that could not go into the weights, or null
 * @param style scales and shifts of the label, or null
 * @param slope of a rectifier, 1 for none
 * @param hyperbolic whether the hyperbolic tangent follows
 * @param scale factor of what has become of it
 * @param shift added to that
 * @param next the place of the first layer that is not among them
 */
record Epilogue(
    @Nullable FoldedLayer normalisation,
    Layer.@Nullable LabelAffine style,
    float slope,
    boolean hyperbolic,
    float scale,
    float shift,
    int next) {

  /** Of a layer that nothing follows. */
  static final Epilogue NONE = new Epilogue(null, null, 1, false, 1, 0, 0);

  /** Reads as many layers as can be computed in this order, from a place on. */
  static Epilogue read(List<FoldedLayer> layers, int from) {
    Reader reader = new Reader(layers, from);
    FoldedLayer normalisation = reader.take(Layer.BatchNorm.class);
    FoldedLayer style = reader.take(Layer.LabelAffine.class);
    FoldedLayer rectifier = reader.take(Layer.LeakyRelu.class);
    boolean hyperbolic = reader.take(Layer.Tanh.class) != null;
    FoldedLayer affine = reader.take(Layer.Affine.class);
    return new Epilogue(
        normalisation,
        style == null ? null : (Layer.LabelAffine) style.layer(),
        rectifier == null ? 1 : ((Layer.LeakyRelu) rectifier.layer()).slope(),
        hyperbolic,
        affine == null ? 1 : ((Layer.Affine) affine.layer()).scale(),
        affine == null ? 0 : ((Layer.Affine) affine.layer()).shift(),
        reader.next);
  }

  private static final class Reader {
    private final List<FoldedLayer> layers;
    private int next;

    Reader(List<FoldedLayer> layers, int from) {
      this.layers = layers;
      this.next = from;
    }

    @Nullable FoldedLayer take(Class<? extends Layer> kind) {
      return next < layers.size() && kind.isInstance(layers.get(next).layer())
          ? layers.get(next++)
          : null;
    }
  }
}

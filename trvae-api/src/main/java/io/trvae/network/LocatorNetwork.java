package io.trvae.network;

import java.util.ArrayList;
import java.util.List;

/**
 * A small network that finds faces, described layer by layer. It has convolutions only, so a
 * picture may have any size.
 *
 * <p>Every output pixel, a cell, answers for faces whose centre is nearest to the cell's own: that
 * of output row {@code r} and column {@code c} stands at {@code (8 c + 0.5, 8 r + 0.5)} pixels of
 * the picture. It is sure only of faces whose {@linkplain io.trvae.face.Face square} has about
 * {@link #FACE_SIDE} pixels, up to one half or double; larger and smaller ones are found in the
 * picture at other sizes.
 *
 * @since 0.1.0
 */
public final class LocatorNetwork {

  /** How many pixels of the picture come to one cell, in both directions. */
  public static final int STRIDE = 8;

  /** The side of the faces in whose middle the network's range lies, in pixels: 32 sqrt(2). */
  public static final double FACE_SIDE = 45.254834;

  /** The channel of a face's logit: how likely it is that a face has its centre here. */
  public static final int LOGIT = 0;

  /** The channel of the distance from cell to face to the right, in cells. */
  public static final int RIGHT = 1;

  /** The channel of the distance from cell to face downwards, in cells. */
  public static final int DOWN = 2;

  /** The channel of the side of the face's square: log2 of its quotient by {@link #FACE_SIDE}. */
  public static final int SIDE = 3;

  /** The channel of the clockwise lean of the head, in units of 45 degrees. */
  public static final int ROLL = 4;

  /** How many channels there are. */
  public static final int CHANNELS = 5;

  private static final int[] DOWNWARDS = {16, 32, 64};
  private static final int WIDTH = 64;
  private static final int DEPTH = 4;
  private static final float SLOPE = 0.2f;
  private static final float EPSILON = 1e-5f;

  private LocatorNetwork() {}

  /**
   * Describes the chain from a picture with values in [0, 1] to the cells.
   *
   * @return the layers; what comes out has {@link #CHANNELS} channels and an eighth of the
   *     picture's rows and columns, rounded up
   */
  public static List<Layer> layers() {
    List<Layer> layers = new ArrayList<>();
    layers.add(new Layer.Affine(2, -1));
    int in = 3;
    int at = 0;
    for (int out : DOWNWARDS) {
      add(layers, ++at, in, out, 2);
      in = out;
    }
    for (int i = 0; i < DEPTH; i++) {
      add(layers, ++at, in, WIDTH, 1);
      in = WIDTH;
    }
    layers.add(new Layer.Conv2d("locator.cells", in, CHANNELS, 1, 1, 0, 0));
    return List.copyOf(layers);
  }

  private static void add(List<Layer> layers, int number, int in, int out, int stride) {
    layers.add(new Layer.Conv2d("locator.conv" + number, in, out, 3, stride, 1, 1));
    layers.add(new Layer.BatchNorm("locator.norm" + number, out, EPSILON));
    layers.add(new Layer.LeakyRelu(SLOPE));
  }

  /**
   * Returns every array of the network.
   *
   * @return the parameters, in the order of the layers
   */
  public static List<Parameter> parameters() {
    return layers().stream().flatMap(layer -> layer.parameters().stream()).toList();
  }
}

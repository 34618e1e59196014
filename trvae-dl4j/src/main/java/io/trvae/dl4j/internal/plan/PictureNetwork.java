package io.trvae.dl4j.internal.plan;

import io.trvae.Precision;
import io.trvae.dl4j.internal.onednn.OpenMp;
import io.trvae.network.Layer;
import io.trvae.network.Network;
import io.trvae.network.Shape;
import io.trvae.spi.inference.Tensors;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A chain of convolutions on pictures, compiled once for each size that comes along and kept: who
 * calls chooses from few sizes.
 *
 * <p>Thread-safe. All threads share one picture, step by step.
 */
public final class PictureNetwork implements AutoCloseable {

  private final List<Layer> layers;
  private final Tensors tensors;
  private final int shards;
  private final Team team;

  // Guarded by this.
  private final Map<Shape, Compiled> sizes = new HashMap<>();
  private boolean closed;

  private record Compiled(
      SessionPool<PicturePlan.Call> sessions, SingleImages<PicturePlan.Call> images) {}

  /**
   * Prepares to compile.
   *
   * @param layers one that scales the pixels, then convolutions and what belongs to them
   * @param tensors their weights
   * @param threads how many threads may compute at once, at least 1
   */
  public PictureNetwork(List<Layer> layers, Tensors tensors, int threads) {
    this.layers = List.copyOf(layers);
    this.tensors = tensors;
    shards = Math.min(threads, OneDnnBackend.MAX_SHARDS);
    team = new Team(threads, OpenMp::oneThread);
  }

  /**
   * Computes.
   *
   * @param pixels of a picture, row by row, three values in [0, 1] each
   * @param width pixels of a row
   * @param height rows
   * @return what comes out of the chain, row by row, all channels of a pixel together
   * @throws IllegalStateException if this is closed
   */
  public float[] compute(float[] pixels, int width, int height) {
    Shape picture = new Shape(3, height, width);
    float[] features = new float[Network.chainShape(layers, picture, 0).size()];
    try (OpenMp.Limit limit = OpenMp.oneThread()) {
      compiled(picture)
          .images
          .compute(new Session.Image<>(new PicturePlan.Call(pixels, features), 0));
    }
    return features;
  }

  /** Closing would not find what is compiled after it. */
  private synchronized Compiled compiled(Shape picture) {
    if (closed) {
      throw new IllegalStateException("The network is closed");
    }
    return sizes.computeIfAbsent(picture, this::compile);
  }

  private Compiled compile(Shape picture) {
    SessionPool<PicturePlan.Call> sessions =
        new SessionPool<>(
            oneDnn ->
                PicturePlan.compile(
                    new Compilation(oneDnn, tensors, 0, shards, Precision.FLOAT32),
                    layers,
                    picture));
    return new Compiled(sessions, new SingleImages<>(team, sessions));
  }

  /** Waits for calls that are computing, then frees all memory; idempotent. */
  @Override
  public synchronized void close() {
    closed = true;
    team.close();
    sizes.values().forEach(size -> size.sessions.close());
    sizes.clear();
  }
}

package io.trvae.dl4j.internal.training;

import io.trvae.network.Layer;
import java.nio.FloatBuffer;
import java.util.Random;

/** {@link Layer.Dropout} of a vector, in place. */
final class Dropout implements Operation {

  private final Features features;
  private final float rate;
  private final Noise noise;
  private final boolean[] dropped;

  Dropout(Features features, float rate, Noise noise) {
    this.features = features;
    this.rate = rate;
    this.noise = noise;
    this.dropped = new boolean[features.batch() * features.shape().size()];
  }

  @Override
  public void forward(Mode mode) {
    if (mode == Mode.TRAINING) {
      Random random = noise.next();
      for (int i = 0; i < dropped.length; i++) {
        dropped[i] = random.nextFloat() < rate;
      }
      apply(features.value().floats());
    }
  }

  @Override
  public void backward(Target target) {
    apply(features.gradient().floats());
  }

  private void apply(FloatBuffer values) {
    float scale = 1 / (1 - rate);
    for (int i = 0; i < dropped.length; i++) {
      values.put(i, dropped[i] ? 0 : scale * values.get(i));
    }
  }
}

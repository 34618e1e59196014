package io.trvae.spi.training;

import io.trvae.model.TransferModel;
import io.trvae.network.Parameter;
import io.trvae.training.DomainDataset;
import io.trvae.training.TrainingConfig;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Draws the weights that training starts from: normal with variance {@code 2 / (fanIn + fanOut)}
 * (Glorot and Bengio 2010), biases and shifts 0, scales and variances 1.
 *
 * <p>ND4J's initialisers draw from a generator that the whole JVM shares; a training must not
 * depend on what else runs, so the draws are made here.
 *
 * @since 0.1.0
 */
public final class Initialiser {

  /** Keeps the first latent variances near 1, whatever the features. */
  private static final double LOG_VAR_SCALE = 0.1;

  private static final Logger LOG = LoggerFactory.getLogger(Initialiser.class);

  private Initialiser() {}

  /** Returns what a network starts from: drawn, or the initial model's. */
  static float[] start(ParameterLayout layout, TrainingConfig config) {
    float[] values = draw(layout, config.seed());
    Inheritance.of(config).fill(layout, values);
    return values;
  }

  /**
   * Returns what a network starts from.
   *
   * @param images to compute an encoder from that is not learnt
   */
  static float[] start(ParameterLayout layout, TrainingConfig config, DomainDataset images) {
    float[] values = start(layout, config);
    Inheritance inheritance = Inheritance.of(config);
    if (inheritance.lacksLinearEncoder()) {
      LOG.info("Computing the encoder from images of {}", images.domains());
      boolean flips = config.horizontalFlips();
      Optional<TransferModel> extended = inheritance.extendedEncoder();
      LinearEncoder encoder =
          extended.isPresent()
              ? LinearEncoder.extending(extended.get(), images, flips)
              : LinearEncoder.of(
                  images, config.model().network().latentSize(), flips, config.seed());
      encoder.write(layout, values);
    }
    if (inheritance.lacksCodeReader()) {
      CodeReader.compute(layout, values);
    }
    return values;
  }

  /**
   * Draws all arrays.
   *
   * @param layout the arrays
   * @param seed determines them, together with their names
   * @return the arrays as one vector
   */
  public static float[] draw(ParameterLayout layout, long seed) {
    float[] vector = new float[layout.size()];
    for (Parameter parameter : layout.all()) {
      FloatBuffer values = layout.slice(vector, parameter.name());
      switch (parameter.role()) {
        case WEIGHT ->
            drawWeight(values, parameter, new Random(seed + parameter.name().hashCode()));
        case SCALE, RUNNING_VARIANCE -> fill(values, 1);
        case BIAS, SHIFT, RUNNING_MEAN -> fill(values, 0);
      }
    }
    return vector;
  }

  private static void drawWeight(FloatBuffer values, Parameter parameter, Random random) {
    List<Integer> shape = parameter.shape();
    int window = parameter.size() / (shape.get(0) * shape.get(1));
    double deviation = Math.sqrt(2.0 / ((double) window * (shape.get(0) + shape.get(1))));
    if (parameter.name().endsWith("log_var.weight")) {
      deviation *= LOG_VAR_SCALE;
    }
    while (values.hasRemaining()) {
      values.put((float) (deviation * random.nextGaussian()));
    }
  }

  private static void fill(FloatBuffer values, float value) {
    while (values.hasRemaining()) {
      values.put(value);
    }
  }
}

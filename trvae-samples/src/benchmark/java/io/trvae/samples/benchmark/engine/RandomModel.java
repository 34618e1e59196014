package io.trvae.samples.benchmark.engine;

import io.trvae.DomainLabel;
import io.trvae.model.ModelSpec;
import io.trvae.model.Provenance;
import io.trvae.model.Tensor;
import io.trvae.model.TransferModel;
import io.trvae.network.Architecture;
import io.trvae.network.NetworkSpec;
import io.trvae.network.Parameter;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A model of an architecture's usual sizes with random weights: they cost as much as trained ones.
 *
 * <p>Weights are uniform with variance {@code 2 / fan_in} (He et al. 2015), which keeps signals
 * alive through deep stacks of rectifiers. The same in every process.
 */
public final class RandomModel {

  private static final List<DomainLabel> DOMAINS =
      List.of(DomainLabel.REAL, DomainLabel.ANIME, DomainLabel.CARTOON);

  private RandomModel() {}

  /** Returns the sizes: 64 pixels, three domains. */
  public static NetworkSpec spec(Architecture architecture) {
    return new NetworkSpec(architecture, 64, DOMAINS.size(), 128, 256, 0);
  }

  /** Creates the model. */
  public static TransferModel of(Architecture architecture) {
    NetworkSpec network = spec(architecture);
    Random random = new Random(1);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Parameter parameter : network.network().parameters()) {
      tensors.put(parameter.name(), Tensor.of(parameter.shape(), values(parameter, random)));
    }
    Provenance provenance =
        new Provenance(
            Instant.EPOCH,
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>(),
            "none: random weights");
    return new TransferModel(new ModelSpec(network, DOMAINS), tensors, provenance);
  }

  private static float[] values(Parameter parameter, Random random) {
    float[] values = new float[parameter.size()];
    switch (parameter.role()) {
      case WEIGHT -> {
        int fanIn = values.length / parameter.shape().get(0);
        fillUniform(values, (float) Math.sqrt(6.0 / fanIn), random);
      }
      case BIAS, SHIFT, RUNNING_MEAN -> fillUniform(values, 0.1f, random);
      case SCALE, RUNNING_VARIANCE -> Arrays.fill(values, 1);
    }
    return values;
  }

  private static void fillUniform(float[] values, float limit, Random random) {
    for (int i = 0; i < values.length; i++) {
      values[i] = (2 * random.nextFloat() - 1) * limit;
    }
  }
}

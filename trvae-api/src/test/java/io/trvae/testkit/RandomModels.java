package io.trvae.testkit;

import io.trvae.DomainLabel;
import io.trvae.model.ModelSpec;
import io.trvae.model.Provenance;
import io.trvae.model.Tensor;
import io.trvae.model.TransferModel;
import io.trvae.network.NetworkSpec;
import io.trvae.network.Parameter;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Models with random weights: no use for pictures, but as good as trained ones to compare
 * computations.
 *
 * <p>Weights are uniform with variance {@code 2 / fan_in} (He et al. 2015), which keeps signals
 * alive through deep stacks of rectifiers; biases, shifts and running means are uniform in [-0.1,
 * 0.1]; scales and running variances are 1. The same specification and seed give the same weights
 * everywhere.
 *
 * @since 0.1.0
 */
public final class RandomModels {

  private RandomModels() {}

  /**
   * Creates a model whose domains are real, anime, cartoon, domain4, domain5 and so on.
   *
   * @param network the sizes
   * @param seed the seed of the weights
   * @return the model
   */
  public static TransferModel create(NetworkSpec network, long seed) {
    List<DomainLabel> domains =
        Stream.concat(
                Stream.of(DomainLabel.REAL, DomainLabel.ANIME, DomainLabel.CARTOON),
                IntStream.iterate(4, i -> i + 1).mapToObj(i -> DomainLabel.of("domain" + i)))
            .limit(network.domainCount())
            .toList();
    Map<String, Tensor> tensors = tensors(network.network().parameters(), seed);
    Provenance provenance =
        new Provenance(
            Instant.EPOCH,
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>(),
            "none: random weights");
    return new TransferModel(new ModelSpec(network, domains), tensors, provenance);
  }

  /**
   * Creates the arrays of a network.
   *
   * @param parameters which
   * @param seed the seed of the weights
   * @return the tensors by name
   */
  public static Map<String, Tensor> tensors(List<Parameter> parameters, long seed) {
    Random random = new Random(seed);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Parameter parameter : parameters) {
      tensors.put(parameter.name(), Tensor.of(parameter.shape(), values(parameter, random)));
    }
    return tensors;
  }

  private static float[] values(Parameter parameter, Random random) {
    float[] values = new float[parameter.size()];
    switch (parameter.role()) {
      case WEIGHT -> {
        int fanIn = values.length / parameter.shape().get(0);
        fillUniform(values, Math.sqrt(6.0 / fanIn), random);
      }
      case BIAS, SHIFT, RUNNING_MEAN -> fillUniform(values, 0.1, random);
      case SCALE, RUNNING_VARIANCE -> Arrays.fill(values, 1);
    }
    return values;
  }

  private static void fillUniform(float[] values, double limit, Random random) {
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) ((2 * random.nextDouble() - 1) * limit);
    }
  }
}

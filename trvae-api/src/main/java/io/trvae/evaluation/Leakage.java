package io.trvae.evaluation;

import io.trvae.DomainLabel;
import io.trvae.model.TransferModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** How well probes find an image's domain in what a model makes of it. */
final class Leakage {

  static final int FOLDS = 5;

  private Leakage() {}

  /**
   * Measures the accuracy of {@link LabelProbe}s on latent means and on MMD activations.
   *
   * @param domains at least 2
   * @param latents for each of the domains the latent means of its images
   */
  static List<Figure> figures(
      TransferModel model, List<DomainLabel> domains, List<float[][]> latents, long seed) {
    DecoderHead head = DecoderHead.of(model);
    int perDomain = latents.stream().mapToInt(means -> means.length).min().orElseThrow();
    Random random = new Random(seed);
    float[][] means = new float[domains.size() * perDomain][];
    float[][] activations = new float[means.length][];
    int[] labels = new int[means.length];
    for (int domain = 0; domain < domains.size(); domain++) {
      float[] label = new float[model.spec().domains().size()];
      label[model.spec().indexOf(domains.get(domain))] = 1;
      List<float[]> shuffled = new ArrayList<>(Arrays.asList(latents.get(domain)));
      Collections.shuffle(shuffled, random);
      for (int i = 0; i < perDomain; i++) {
        int row = domain * perDomain + i;
        means[row] = shuffled.get(i);
        activations[row] = head.run(means[row], label);
        labels[row] = domain;
      }
    }
    return List.of(
        figure("leakage_linear_latent", LabelProbe.LINEAR.accuracy(means, labels, FOLDS, seed)),
        figure("leakage_mlp_latent", LabelProbe.TWO_LAYER.accuracy(means, labels, FOLDS, seed)),
        figure("leakage_linear_mmd", LabelProbe.LINEAR.accuracy(activations, labels, FOLDS, seed)),
        figure("leakage_mlp_mmd", LabelProbe.TWO_LAYER.accuracy(activations, labels, FOLDS, seed)));
  }

  private static Figure figure(String metric, Estimate accuracy) {
    return new Figure(metric, Figure.ALL, Figure.ALL, accuracy.value(), accuracy.error());
  }
}

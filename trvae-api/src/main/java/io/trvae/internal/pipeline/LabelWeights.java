package io.trvae.internal.pipeline;

import io.trvae.DomainLabel;
import io.trvae.model.ModelSpec;

/** Turns domain names into the label vectors of a model: one weight per domain. */
final class LabelWeights {

  private final ModelSpec spec;

  LabelWeights(ModelSpec spec) {
    this.spec = spec;
  }

  /** Returns 1 for the domain and 0 for all others. */
  float[] oneHot(DomainLabel domain) {
    return blend(domain, domain, 1);
  }

  /** Returns {@code (1 - strength) * oneHot(from) + strength * oneHot(to)}. */
  float[] blend(DomainLabel from, DomainLabel to, double strength) {
    int source = spec.indexOf(from);
    int target = spec.indexOf(to);
    float[] weights = new float[spec.domains().size()];
    if (source == target) {
      weights[target] = 1;
    } else {
      weights[source] = (float) (1 - strength);
      weights[target] = (float) strength;
    }
    return weights;
  }
}

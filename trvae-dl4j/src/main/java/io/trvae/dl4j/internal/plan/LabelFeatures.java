package io.trvae.dl4j.internal.plan;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What a network computes from the label alone. Computed once for each domain, and anew for every
 * blend of domains.
 */
final class LabelFeatures {

  /** Computes the features of a label vector, one weight per domain. */
  @FunctionalInterface
  interface Computation {
    float[] of(float[] label);
  }

  private final Computation computation;
  private final AtomicReferenceArray<float @Nullable []> ofDomains;

  LabelFeatures(int domains, Computation computation) {
    this.computation = computation;
    ofDomains = new AtomicReferenceArray<>(domains);
  }

  /** Returns the features; not to be written to. */
  float[] of(float[] label) {
    int domain = domain(label);
    if (domain < 0) {
      return computation.of(label);
    }
    float[] known = ofDomains.get(domain);
    if (known == null) {
      known = computation.of(label);
      ofDomains.set(domain, known);
    }
    return known;
  }

  /** Returns the only domain of a label, or -1 if it is a blend. */
  private static int domain(float[] label) {
    int domain = -1;
    for (int i = 0; i < label.length; i++) {
      if (label[i] == 1 && domain < 0) {
        domain = i;
      } else if (label[i] != 0) {
        return -1;
      }
    }
    return domain;
  }
}

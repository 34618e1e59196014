package io.trvae.dl4j.internal.plan;

/** One row per domain, weighted by the label. */
final class LabelBlend implements LabelFeatures.Computation {

  private final float[] rows;
  private final int length;

  LabelBlend(float[] rows, int length) {
    this.rows = rows;
    this.length = length;
  }

  @Override
  public float[] of(float[] label) {
    float[] blend = new float[length];
    for (int domain = 0; domain < label.length; domain++) {
      for (int i = 0; i < length; i++) {
        blend[i] += label[domain] * rows[domain * length + i];
      }
    }
    return blend;
  }
}

package io.trvae;

import java.util.Locale;

/**
 * What a backend computes in.
 *
 * <p>The choice costs speed or exactness. It changes neither model files nor the types of this API:
 * latent codes and pixels are float32 on their way in and out.
 *
 * @since 0.1.0
 */
public enum Precision {
  /** Significands of 24 bits throughout. Every backend computes in it. */
  FLOAT32,

  /**
   * Significands of 11 bits, with the range of {@link #FLOAT32}, for what is multiplied: weights
   * and features are rounded, sums are not. NVIDIA's GPUs have instructions for it since Ampere; no
   * backend for processors computes in it.
   */
  TF32,

  /**
   * Significands of 11 bits, as {@link #TF32} has, in half the memory: what is multiplied is
   * rounded to IEEE 754 binary16, sums are not. The backend {@code cuda} computes in it on NVIDIA's
   * GPUs since Ampere; no backend for processors does.
   *
   * <p>A weight or a feature beyond 65504 becomes infinite. The call then fails with a {@link
   * BackendException}, unless a function with bounds comes after it, such as the hyperbolic tangent
   * that ends {@code compact} and {@code portrait}: these would draw wrong colours. {@link
   * #BFLOAT16} has the range of {@link #FLOAT32}.
   */
  FLOAT16,

  /**
   * Significands of 8 bits, with the range of {@link #FLOAT32}, for what takes most of the time:
   * the weights of convolutions and the features between them are rounded, sums are not.
   *
   * <p>1.5 to 1.8 times as fast, by architecture, on a processor that has instructions for it
   * (AVX512_BF16 or AMX); no backend for processors computes in it on others. NVIDIA's GPUs have
   * them since Ampere. With the bundled model a colour differs from that of {@link #FLOAT32} by 0.2
   * of 255 on average.
   */
  BFLOAT16;

  /**
   * Returns the name that messages use, {@code bfloat16} for instance.
   *
   * @return the name, never changed once released
   */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}

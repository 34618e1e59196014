package io.trvae.model;

/**
 * How weights are stored; computing is done in float32 whatever the type on disk.
 *
 * @since 0.1.0
 */
public enum WeightType {
  /** IEEE 754 binary32. */
  FLOAT32("F32", 4),
  /** IEEE 754 binary16: half the size, 11 significant bits. */
  FLOAT16("F16", 2);

  private final String safetensorsName;
  private final int bytes;

  WeightType(String safetensorsName, int bytes) {
    this.safetensorsName = safetensorsName;
    this.bytes = bytes;
  }

  /** Returns the {@code dtype} of the safetensors format. */
  String safetensorsName() {
    return safetensorsName;
  }

  /**
   * Returns the size of one value.
   *
   * @return bytes
   */
  public int bytes() {
    return bytes;
  }
}

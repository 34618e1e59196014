package io.trvae.cuda.internal.gpu;

/**
 * A GPU, as the driver describes it.
 *
 * @param index its place in the driver's order
 * @param name what it is sold as
 * @param uuid {@code GPU-} and 32 hexadecimal digits in five groups
 * @param architecture the compute capability, ten times the major number plus the minor one
 * @param processors the number of its multiprocessors
 */
public record GpuDescription(
    int index, String name, String uuid, int architecture, int processors) {

  /** The oldest that is computed on, Turing: CUDA 13 knows none before. */
  public static final int OLDEST = 75;

  /** The oldest, Ampere, whose tensor cores know bfloat16 and TF32, and take float16 as they do. */
  public static final int OLDEST_WITH_TENSOR_FORMATS = 80;

  /** Returns the compute capability as NVIDIA writes it, {@code 9.0} for instance. */
  public String capability() {
    return architecture / 10 + "." + architecture % 10;
  }

  /** Returns index, name and UUID. */
  @Override
  public String toString() {
    return "GPU " + index + ", " + name + " (" + uuid + ")";
  }
}

package io.trvae.cuda.internal.gpu;

/**
 * How many blocks of threads a kernel runs in.
 *
 * @param x along the first axis
 * @param y along the second, at most 65535
 * @param z along the third, at most 65535
 */
public record Grid(int x, int y, int z) {

  /** Threads of each block. */
  public static final int THREADS = 256;

  /** Returns how many parts of a size a whole has, the last of which may be smaller. */
  public static int divideUp(int whole, int part) {
    return (whole + part - 1) / part;
  }

  /** Returns blocks for so many threads in a row. */
  public static Grid of(long threads) {
    return new Grid(Math.toIntExact((threads + THREADS - 1) / THREADS), 1, 1);
  }
}

package io.trvae.dl4j.internal.plan;

/**
 * The rows of its input that some rows of a layer's output depend on.
 *
 * @param from the first row
 * @param to the row after the last
 * @param padBefore rows of zeros above them
 * @param padAfter rows of zeros below them
 */
record RowRange(int from, int to, int padBefore, int padAfter) {

  int rows() {
    return to - from;
  }

  /** Of a convolution's or pooling's output rows {@code [from, to)}. */
  static RowRange convolution(int from, int to, int height, int kernel, int stride, int padBefore) {
    int first = from * stride - padBefore;
    int end = (to - 1) * stride - padBefore + kernel;
    return new RowRange(
        Math.max(0, first), Math.min(height, end), Math.max(0, -first), Math.max(0, end - height));
  }

  /** Of a transposed convolution's output rows {@code [from, to)}. */
  static RowRange transposed(int from, int to, int height, int kernel, int stride, int padBefore) {
    int first = Math.max(0, -Math.floorDiv(-(from + padBefore - kernel + 1), stride));
    int end = Math.min(height, (to - 1 + padBefore) / stride + 1);
    int before = padBefore + from - stride * first;
    return new RowRange(
        first, end, before, (end - first - 1) * stride + kernel - before - (to - from));
  }
}

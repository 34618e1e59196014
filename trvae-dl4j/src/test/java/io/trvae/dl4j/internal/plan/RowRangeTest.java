package io.trvae.dl4j.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowRangeTest {

  private static final int HEIGHT = 8;

  /** Which rows of the input an output row of a convolution reads; -1 and HEIGHT for zeros. */
  private static List<Integer> read(int row, int kernel, int stride, int padBefore) {
    List<Integer> rows = new ArrayList<>();
    for (int tap = 0; tap < kernel; tap++) {
      rows.add(Math.max(-1, Math.min(HEIGHT, row * stride - padBefore + tap)));
    }
    return rows;
  }

  @Test
  void partsOfAConvolutionReadWhatTheWholeReads() {
    for (int[] window : new int[][] {{3, 1, 1}, {4, 2, 1}, {4, 1, 2}, {2, 2, 0}, {1, 1, 0}}) {
      int out = 4;
      for (int from = 0; from < out; from++) {
        for (int to = from + 1; to <= out; to++) {
          RowRange range = RowRange.convolution(from, to, HEIGHT, window[0], window[1], window[2]);
          for (int row = from; row < to; row++) {
            List<Integer> part = new ArrayList<>();
            for (int tap = 0; tap < window[0]; tap++) {
              int local = (row - from) * window[1] - range.padBefore() + tap;
              part.add(local < 0 ? -1 : local >= range.rows() ? HEIGHT : range.from() + local);
            }
            assertThat(part).isEqualTo(read(row, window[0], window[1], window[2]));
          }
          int computed =
              (range.rows() + range.padBefore() + range.padAfter() - window[0]) / window[1] + 1;
          assertThat(computed).isEqualTo(to - from);
        }
      }
    }
  }

  /** Output row y of a transposed convolution sums input rows i with y = stride * i - pad + tap. */
  @Test
  void partsOfATransposedConvolutionReadWhatTheWholeReads() {
    for (int[] window : new int[][] {{4, 1}, {3, 1}, {5, 2}}) {
      int kernel = window[0];
      int pad = window[1];
      for (int from = 0; from < 2 * HEIGHT; from += 2) {
        for (int to = from + 2; to <= 2 * HEIGHT; to += 2) {
          RowRange range = RowRange.transposed(from, to, HEIGHT, kernel, 2, pad);
          for (int row = from; row < to; row++) {
            List<List<Integer>> whole = new ArrayList<>();
            List<List<Integer>> part = new ArrayList<>();
            for (int tap = 0; tap < kernel; tap++) {
              addTap(whole, row + pad - tap, 0, HEIGHT, tap);
              addTap(part, row - from + range.padBefore() - tap, range.from(), range.rows(), tap);
            }
            assertThat(part).isEqualTo(whole);
          }
          int computed = (range.rows() - 1) * 2 + kernel - range.padBefore() - range.padAfter();
          assertThat(computed).isEqualTo(to - from);
        }
      }
    }
  }

  private static void addTap(List<List<Integer>> taps, int position, int first, int rows, int tap) {
    if (position >= 0 && position % 2 == 0 && position / 2 < rows) {
      taps.add(List.of(first + position / 2, tap));
    }
  }
}

package io.trvae.cuda.internal.plan;

import io.trvae.cuda.internal.kernels.Convolution;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Weights in the order in which {@code convolve} reads them. */
final class PackedWeights {

  private PackedWeights() {}

  /**
   * Fills rows up to whole chunks, and phases up to whole tiles of rows.
   *
   * @param weights {@code [phases, rows, length]}; a row's length is a whole number of vectors
   */
  static ByteBuffer pack(float[] weights, int phases, int rows, Format format) {
    int length = weights.length / phases / rows;
    int chunk = Convolution.CHUNK_VECTORS * format.vector();
    int storedLength = (length + chunk - 1) / chunk * chunk;
    int tile = Convolution.TILE_CHANNELS;
    int storedRows = (rows + tile - 1) / tile * tile;
    int rowBytes = storedLength * format.bytes();
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(Math.multiplyExact(phases, storedRows), rowBytes))
            .order(ByteOrder.nativeOrder());
    for (int phase = 0; phase < phases; phase++) {
      for (int row = 0; row < rows; row++) {
        bytes.position((phase * storedRows + row) * rowBytes);
        int from = (phase * rows + row) * length;
        for (int i = 0; i < length; i++) {
          format.put(bytes, weights[from + i]);
        }
      }
    }
    return bytes.rewind();
  }
}

// Weights as convolve reads them, and the gradients by them.

#define MOST_PLACES 4
#define MOST_TAPS 8

// A weight, or its transpose for the way back, in the order in which convolve reads it. Where several
// taps of the weight fall on the same pixel, they are summed.
struct Arrangement {
  const float* weight;   // [out, in, kernel, kernel]
  float* to;             // [places, places, stored_rows, row_stride]
  long long count;       // places * places * rows * taps * taps * depth
  int places;            // along an axis
  int rows;              // that are computed: out, or in
  int depth;             // that is summed over: in, or out
  int taps;              // along an axis, of what convolve computes
  int stored_rows;
  int row_stride;
  int depth_stride;      // of a tap
  int kernel;            // of the weight, along an axis
  int transposed;
  int sources[MOST_PLACES][MOST_TAPS];  // a bit for each of the weight's taps
};

// One thread for an element.
extern "C" __global__ void arrange(const Arrangement a) {
  long long i = element_index();
  if (i >= a.count) {
    return;
  }
  int channel = (int)(i % a.depth);
  int x = (int)(i / a.depth % a.taps);
  int y = (int)(i / a.depth / a.taps % a.taps);
  int row = (int)(i / a.depth / a.taps / a.taps % a.rows);
  int phase = (int)(i / a.depth / a.taps / a.taps / a.rows);
  const float* weight = a.weight
      + (a.transposed ? (long long)channel * a.rows + row : (long long)row * a.depth + channel)
          * a.kernel * a.kernel;
  int lines = a.sources[phase / a.places][y];
  int columns = a.sources[phase % a.places][x];
  float sum = 0;
  for (int line = 0; line < a.kernel; ++line) {
    for (int column = 0; column < a.kernel; ++column) {
      if ((lines >> line & 1) && (columns >> column & 1)) {
        sum += weight[line * a.kernel + column];
      }
    }
  }
  a.to[((long long)phase * a.stored_rows + row) * a.row_stride
      + (y * a.taps + x) * a.depth_stride + channel] = __uint_as_float(rounded(sum));
}

// The gradient by a weight: for each output channel, tap and input channel the sum over pixels. A
// product of matrices once more, with output channels as rows and taps' channels as columns.
struct Correlation {
  const Vector* input;     // [batch, height, width, vectors]
  const Vector* gradient;  // [batch, rows, columns, output_vectors]
  float* partial;          // [splits, outputs, row_stride]
  int height;
  int width;
  int vectors;             // of an input pixel
  int rows;
  int columns;
  int output_vectors;
  int outputs;
  int pixels;              // of all images' outputs
  int kernel;
  int stride;
  int before;              // padding
  int enlargement;         // the input's, before the convolution: 1 or 2
  int row_stride;          // kernel * kernel * vectors * 4
  int chunks;              // of CHUNK_PIXELS
  int splits;
};

#define CHUNK_PIXELS 16

// A block computes 128 output channels x 64 channels of taps, or its share of the pixels. The grid
// has a block for each tile of rows, each tile of columns, and each split.
extern "C" __global__ void __launch_bounds__(THREADS) correlate(const Correlation c) {
  __shared__ Tiles tiles;
  const int first_chunk = (int)((long long)c.chunks * blockIdx.z / c.splits);
  const int last_chunk = (int)((long long)c.chunks * (blockIdx.z + 1) / c.splits);

  // This thread reads the input of one pixel of each chunk, a vector of channels of one tap, and
  // gradients of one pixel, two vectors.
  const int lines = THREADS / CHUNK_PIXELS;
  const int place = threadIdx.x / lines;
  const int line = threadIdx.x % lines;
  const int column = blockIdx.y * (TILE_CHANNELS / 4) + line;
  const int tap = column / c.vectors;
  const int vector = column % c.vectors;
  const bool known = tap < c.kernel * c.kernel;

  Sums sums = {};
  for (int chunk = first_chunk; chunk < last_chunk; ++chunk) {
    int pixel = chunk * CHUNK_PIXELS + place;
    Vector from = Vector();
    Vector gradients[2] = {Vector(), Vector()};
    if (pixel < c.pixels) {
      int within = pixel % (c.rows * c.columns);
      long long image = pixel / (c.rows * c.columns);
      int y = within / c.columns * c.stride + tap / c.kernel - c.before;
      int x = within % c.columns * c.stride + tap % c.kernel - c.before;
      if (known && y >= 0 && y < c.height * c.enlargement && x >= 0
          && x < c.width * c.enlargement) {
        y /= c.enlargement;
        x /= c.enlargement;
        from = multiplicand(
            c.input[((image * c.height + y) * c.width + x) * c.vectors + vector]);
      }
#pragma unroll
      for (int i = 0; i < 2; ++i) {
        int output = blockIdx.x * (TILE_PIXELS / 4) + line + i * lines;
        if (output < c.output_vectors) {
          gradients[i] = multiplicand(c.gradient[(long long)pixel * c.output_vectors + output]);
        }
      }
    }
#pragma unroll
    for (int e = 0; e < 4; ++e) {
      tiles.channels[4 * line + e][place / 4].words[place % 4] = from.words[e];
#pragma unroll
      for (int i = 0; i < 2; ++i) {
        int row = 4 * (line + i * lines) + e;
        tiles.pixels[row][place / 4].words[place % 4] = gradients[i].words[e];
      }
    }
    __syncthreads();
    multiply(tiles, sums);
    __syncthreads();
  }

#pragma unroll
  for (int i = 0; i < SUM_ROWS; ++i) {
    int output = blockIdx.x * TILE_PIXELS + sum_row(i);
#pragma unroll
    for (int j = 0; j < SUM_PAIRS; ++j) {
      int at = blockIdx.y * TILE_CHANNELS + sum_column(j);
      if (output < c.outputs && at < c.row_stride) {
        float* to = c.partial + ((long long)blockIdx.z * c.outputs + output) * c.row_stride + at;
        to[0] = sums.of[i][j][0];
        to[1] = sums.of[i][j][1];
      }
    }
  }
}

struct CollectWeights {
  const float* partial;  // [splits, out, kernel * kernel, stride]
  float* to;             // [out, in, kernel, kernel]
  long long count;       // out * in * kernel * kernel
  int in;
  int area;              // kernel * kernel
  int stride;
  int out;
  int splits;
};

// One thread for an element of the gradient.
extern "C" __global__ void collect_weights(const CollectWeights c) {
  long long i = element_index();
  if (i >= c.count) {
    return;
  }
  int tap = (int)(i % c.area);
  int in = (int)(i / c.area % c.in);
  long long out = i / c.area / c.in;
  float sum = 0;
  for (int split = 0; split < c.splits; ++split) {
    sum += c.partial[(((long long)split * c.out + out) * c.area + tap) * c.stride + in];
  }
  c.to[i] = sum;
}

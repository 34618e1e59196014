// Convolutions and dense layers as products of matrices that are never written down (implicit GEMM):
// a row for each pixel that comes out, a column for each channel, and the sum runs over the taps of
// the kernel and the channels of each tap. A dense layer is a convolution of an image of one pixel.
//
// After an enlargement to 2x2 equal pixels several taps fall on the same small pixel. Their weights
// are summed beforehand, apart for each of the four places that a pixel has among its 2x2: four
// convolutions of the small image, "phases", in place of one of the large.

#include "multiply.cuh"

struct Convolution {
  const Vector* input;     // [batch, height, width, vectors]
  const Vector* weights;   // [phases, outputs rounded up to tiles, chunks, 4]
  const float* scales;     // [rows, label_stride]: sum * scale + shift; the channels that come out
  const float* shifts;
  const int* label_rows;   // [batch]
  void* output;            // features as Elements or, planar, [batch, outputs, height, width] floats
  float* partial;          // [splits, phases, pixels, outputs] where the sum is split
  int height;
  int width;
  int vectors;             // of an input pixel
  int rows;                // that come out of one image in one phase
  int columns;
  int pixels;              // of all images in one phase
  int outputs;             // channels that come out, those of padding among them
  int kernel;
  int stride;
  int origins[4];          // of the first tap, by the phase's place along an axis
  int enlargement;         // places along an axis: their square is the number of phases
  int chunks;              // of four vectors that the sum runs over
  int splits;              // blocks that share a sum
  int label_stride;        // 0 where the label does not matter
  int planar;
  int hyperbolic;          // whether tanh follows
  float slope;             // of the rectifier, 1 for none
  float scale;             // then value * scale + shift
  float shift;
};

__device__ inline float activated(const Convolution& c, float value) {
  value = leaky(value, c.slope);
  if (c.hyperbolic) {
    value = tanhf(value);
  }
  return value * c.scale + c.shift;
}

// Finishes the sums of two neighbouring channels, the first of even number.
__device__ inline void finish(
    const Convolution& c, int phase, int pixel, int channel, float first, float second) {
  int image = pixel / (c.rows * c.columns);
  int within = pixel % (c.rows * c.columns);
  int row = within / c.columns * c.enlargement + phase / c.enlargement;
  int column = within % c.columns * c.enlargement + phase % c.enlargement;
  long long label = (long long)c.label_rows[image] * c.label_stride + channel;
  long long height = c.rows * c.enlargement;
  long long width = c.columns * c.enlargement;
  first = activated(c, first * c.scales[label] + c.shifts[label]);
  bool both = channel + 1 < c.outputs;
  if (both) {
    second = activated(c, second * c.scales[label + 1] + c.shifts[label + 1]);
  }
  if (c.planar) {
    float* to = static_cast<float*>(c.output)
        + ((image * (long long)c.outputs + channel) * height + row) * width + column;
    to[0] = first;
    if (both) {
      to[height * width] = second;
    }
  } else {
    store(
        static_cast<Element*>(c.output) + ((image * height + row) * width + column) * c.outputs + channel,
        first,
        second);
  }
}

// A block computes TILE_PIXELS x TILE_CHANNELS sums, or its share of them. The grid has a block for
// each tile of pixels, each tile of channels, and each phase and split.
extern "C" __global__ void __launch_bounds__(THREADS) convolve(const Convolution c) {
  __shared__ Tiles tiles[2];

  const int phase = blockIdx.z / c.splits;
  const int split = blockIdx.z % c.splits;
  const int first_chunk = (int)((long long)c.chunks * split / c.splits);
  const int last_chunk = (int)((long long)c.chunks * (split + 1) / c.splits);

  // What this thread reads: one vector of each chunk, in two rows of pixels and one of channels.
  const int quarter = threadIdx.x % 4;
  const int line = threadIdx.x / 4;
  const Vector* image[2];
  int top[2];
  int left[2];
  bool inside[2];
#pragma unroll
  for (int i = 0; i < 2; ++i) {
    int pixel = blockIdx.x * TILE_PIXELS + line + i * (THREADS / 4);
    inside[i] = pixel < c.pixels;
    int within = pixel % (c.rows * c.columns);
    image[i] =
        c.input + (long long)(pixel / (c.rows * c.columns)) * c.height * c.width * c.vectors;
    top[i] = within / c.columns * c.stride + c.origins[phase / c.enlargement];
    left[i] = within % c.columns * c.stride + c.origins[phase % c.enlargement];
  }
  const long long channel = ((long long)phase * gridDim.y + blockIdx.y) * TILE_CHANNELS + line;
  const Vector* weights = c.weights + channel * c.chunks * 4 + quarter;

  const int first_vector = first_chunk * 4 + quarter;
  int vector = first_vector % c.vectors;
  int tap_row = first_vector / c.vectors / c.kernel;
  int tap_column = first_vector / c.vectors % c.kernel;

  Vector pixels[2];
  Vector kernels;
  auto fetch = [&](int chunk) {
#pragma unroll
    for (int i = 0; i < 2; ++i) {
      int y = top[i] + tap_row;
      int x = left[i] + tap_column;
      bool there =
          inside[i] && tap_row < c.kernel && y >= 0 && y < c.height && x >= 0 && x < c.width;
      pixels[i] = there ? image[i][((long long)y * c.width + x) * c.vectors + vector] : Vector();
    }
    kernels = weights[chunk * 4];
    for (vector += 4; vector >= c.vectors; vector -= c.vectors) {
      if (++tap_column == c.kernel) {
        tap_column = 0;
        ++tap_row;
      }
    }
  };
  auto put = [&](Tiles& to) {
    to.pixels[line][quarter] = multiplicand(pixels[0]);
    to.pixels[line + THREADS / 4][quarter] = multiplicand(pixels[1]);
    to.channels[line][quarter] = kernels;
  };

  // While one pair of tiles is multiplied, the next is on its way.
  Sums sums = {};
  if (first_chunk < last_chunk) {
    fetch(first_chunk);
    put(tiles[0]);
  }
  __syncthreads();
  for (int chunk = first_chunk; chunk < last_chunk; ++chunk) {
    int now = (chunk - first_chunk) % 2;
    bool more = chunk + 1 < last_chunk;
    if (more) {
      fetch(chunk + 1);
    }
    multiply(tiles[now], sums);
    if (more) {
      put(tiles[1 - now]);
    }
    __syncthreads();
  }

#pragma unroll
  for (int i = 0; i < SUM_ROWS; ++i) {
    int pixel = blockIdx.x * TILE_PIXELS + sum_row(i);
#pragma unroll
    for (int j = 0; j < SUM_PAIRS; ++j) {
      int output = blockIdx.y * TILE_CHANNELS + sum_column(j);
      if (pixel >= c.pixels || output >= c.outputs) {
        continue;
      }
      float first = sums.of[i][j][0];
      float second = sums.of[i][j][1];
      if (c.splits == 1) {
        finish(c, phase, pixel, output, first, second);
      } else {
        long long part = (long long)split * (gridDim.z / c.splits) + phase;
        float* to = c.partial + (part * c.pixels + pixel) * c.outputs + output;
        to[0] = first;
        if (output + 1 < c.outputs) {
          to[1] = second;
        }
      }
    }
  }
}

// Adds what the blocks of a split sum have left. One thread for two channels of a pixel of a phase.
extern "C" __global__ void combine(const Convolution c) {
  int phases = c.enlargement * c.enlargement;
  int pairs = (c.outputs + 1) / 2;
  long long index = (long long)blockIdx.x * blockDim.x + threadIdx.x;
  long long phase_pixel = index / pairs;
  if (phase_pixel >= (long long)phases * c.pixels) {
    return;
  }
  int channel = 2 * (int)(index % pairs);
  bool both = channel + 1 < c.outputs;
  const float* from = c.partial + phase_pixel * c.outputs + channel;
  float first = 0;
  float second = 0;
  for (int split = 0; split < c.splits; ++split) {
    first += from[0];
    second += both ? from[1] : 0;
    from += (long long)phases * c.pixels * c.outputs;
  }
  finish(c, (int)(phase_pixel / c.pixels), (int)(phase_pixel % c.pixels), channel, first, second);
}

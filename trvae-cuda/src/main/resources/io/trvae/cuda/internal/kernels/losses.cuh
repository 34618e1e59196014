// Losses and their gradients. A loss is left as one sum for each block, for the host to add up.

// The sum over the threads of a block, for its first thread.
__device__ inline float block_sum(float value) {
  __shared__ float cells[THREADS];
  cells[threadIdx.x] = value;
  __syncthreads();
  for (int half = THREADS / 2; half > 0; half /= 2) {
    if (threadIdx.x < half) {
      cells[threadIdx.x] += cells[threadIdx.x + half];
    }
    __syncthreads();
  }
  float sum = cells[0];
  __syncthreads();
  return sum;
}

__device__ inline long long all_threads() {
  return (long long)gridDim.x * blockDim.x;
}

__device__ inline float sign(float value) {
  return value > 0 ? 1.f : value < 0 ? -1.f : 0.f;
}

struct Draw {
  const float* mean;
  const float* log_var;
  const float* noise;     // or null for none
  float* latent;
  float* drawn;
  float* partial;
  long long count;
  int channels;
  int stride;
};

extern "C" __global__ void draw_latent(const Draw d) {
  float sum = 0;
  for (long long i = element_index(); i < d.count; i += all_threads()) {
    if (i % d.stride < d.channels) {
      float mean = d.mean[i];
      float log_var = d.log_var[i];
      float drawn = d.noise == nullptr ? 0 : expf(0.5f * log_var) * d.noise[i];
      d.drawn[i] = drawn;
      d.latent[i] = mean + drawn;
      sum += expf(log_var) + mean * mean - 1 - log_var;
    }
  }
  sum = block_sum(sum);
  if (threadIdx.x == 0) {
    d.partial[blockIdx.x] = sum;
  }
}

struct DrawBack {
  const float* mean;
  const float* log_var;
  const float* drawn;
  const float* gradient;  // by the latent code
  float* mean_gradient;
  float* log_var_gradient;
  long long count;
  int channels;
  int stride;
  float scale;            // of the divergence's gradient
};

extern "C" __global__ void draw_latent_back(const DrawBack d) {
  long long i = element_index();
  if (i < d.count && i % d.stride < d.channels) {
    float gradient = d.gradient[i];
    d.mean_gradient[i] = gradient + d.scale * d.mean[i];
    d.log_var_gradient[i] =
        0.5f * (gradient * d.drawn[i] + d.scale * (expf(d.log_var[i]) - 1));
  }
}

// Differences, absolute or squared.
struct Compare {
  const float* estimate;
  const float* target;
  float* partial;
  float* to;          // the gradient
  long long count;
  int squared;
  int adds;           // to the gradient, in place of writing over it
  float slope;
};

extern "C" __global__ void compare(const Compare c) {
  float sum = 0;
  for (long long i = element_index(); i < c.count; i += all_threads()) {
    float difference = c.estimate[i] - c.target[i];
    sum += c.squared ? difference * difference : fabsf(difference);
  }
  sum = block_sum(sum);
  if (threadIdx.x == 0) {
    c.partial[blockIdx.x] = sum;
  }
}

extern "C" __global__ void compare_back(const Compare c) {
  long long i = element_index();
  if (i < c.count) {
    float difference = c.estimate[i] - c.target[i];
    float gradient = c.slope * (c.squared ? difference : sign(difference));
    c.to[i] = c.adds ? c.to[i] + gradient : gradient;
  }
}

// Sums of differences over boxes.
struct Boxes {
  const float* estimate;
  const float* target;
  float* to;          // [batch, height / box, width / box, stride]
  float* partial;     // of their absolute values
  long long count;    // of sums
  int height;
  int width;
  int stride;
  int box;
};

extern "C" __global__ void sum_boxes(const Boxes b) {
  int columns = b.width / b.box;
  int rows = b.height / b.box;
  float total = 0;
  for (long long i = element_index(); i < b.count; i += all_threads()) {
    int channel = (int)(i % b.stride);
    int column = (int)(i / b.stride % columns);
    int row = (int)(i / b.stride / columns % rows);
    long long image = i / b.stride / columns / rows;
    float sum = 0;
    for (int y = row * b.box; y < (row + 1) * b.box; ++y) {
      for (int x = column * b.box; x < (column + 1) * b.box; ++x) {
        long long at = ((image * b.height + y) * b.width + x) * b.stride + channel;
        sum += b.estimate[at] - b.target[at];
      }
    }
    b.to[i] = sum;
    total += fabsf(sum);
  }
  total = block_sum(total);
  if (threadIdx.x == 0) {
    b.partial[blockIdx.x] = total;
  }
}

struct BoxesBack {
  const float* fours;   // sums over boxes of 4x4
  const float* eights;  // and of 8x8
  float* to;
  long long count;
  int height;
  int width;
  int stride;
  float slope;
};

extern "C" __global__ void sum_boxes_back(const BoxesBack b) {
  long long i = element_index();
  if (i >= b.count) {
    return;
  }
  int channel = (int)(i % b.stride);
  int x = (int)(i / b.stride % b.width);
  int y = (int)(i / b.stride / b.width % b.height);
  long long image = i / b.stride / b.width / b.height;
  long long four = ((image * (b.height / 4) + y / 4) * (b.width / 4) + x / 4) * b.stride + channel;
  long long eight = ((image * (b.height / 8) + y / 8) * (b.width / 8) + x / 8) * b.stride + channel;
  b.to[i] = b.slope * (sign(b.fours[four]) + sign(b.eights[eight]));
}

// 1 minus the correlation of averages over a grid of 8x8 boxes, for each plane.
#define GRID 8
#define BOXES (GRID * GRID)

// A plane whose averages deviate by less than this, all in all, has no layout to keep.
#define FLAT 1e-6f

struct Content {
  const float* drawing;
  const float* original;
  float* slopes;   // [batch, stride, BOXES]
  float* losses;   // [batch, channels]
  int height;
  int width;
  int channels;
  int stride;
};

__device__ inline float box_average(const Content& c, const float* from, int plane, int box) {
  int height = c.height / GRID;
  int width = c.width / GRID;
  long long image = plane / c.channels;
  int channel = plane % c.channels;
  float sum = 0;
  for (int y = box / GRID * height; y < (box / GRID + 1) * height; ++y) {
    for (int x = box % GRID * width; x < (box % GRID + 1) * width; ++x) {
      sum += from[((image * c.height + y) * c.width + x) * c.stride + channel];
    }
  }
  return sum / (height * width);
}

// A block for each plane, a thread for each box and each of the two pictures.
extern "C" __global__ void compare_content(const Content c) {
  int plane = blockIdx.x;
  int box = threadIdx.x % BOXES;
  bool active = threadIdx.x < BOXES;
  float wanted = active ? box_average(c, c.original, plane, box) : 0;
  float actual = active ? box_average(c, c.drawing, plane, box) : 0;
  float wanted_mean = block_sum(wanted) / BOXES;
  float actual_mean = block_sum(actual) / BOXES;
  wanted -= wanted_mean;
  actual -= actual_mean;
  float wanted_norm = sqrtf(block_sum(active ? wanted * wanted : 0));
  float actual_norm = sqrtf(block_sum(active ? actual * actual : 0));
  bool flat = wanted_norm < FLAT || actual_norm < FLAT;
  wanted = flat ? 0 : wanted / wanted_norm;
  actual = flat ? 0 : actual / actual_norm;
  float correlation = block_sum(active ? wanted * actual : 0);
  if (threadIdx.x == 0) {
    c.losses[plane] = flat ? 0 : 1 - correlation;
  }
  if (active) {
    long long row = (long long)(plane / c.channels) * c.stride + plane % c.channels;
    c.slopes[row * BOXES + box] = flat ? 0 : (correlation * actual - wanted) / actual_norm;
  }
}

struct ContentBack {
  const float* slopes;
  float* to;
  long long count;
  int height;
  int width;
  int channels;
  int stride;
  float factor;
};

extern "C" __global__ void compare_content_back(const ContentBack c) {
  long long i = element_index();
  int channel = (int)(i % c.stride);
  if (i >= c.count || channel >= c.channels) {
    return;
  }
  int x = (int)(i / c.stride % c.width);
  int y = (int)(i / c.stride / c.width % c.height);
  long long image = i / c.stride / c.width / c.height;
  int box = y / (c.height / GRID) * GRID + x / (c.width / GRID);
  c.to[i] = c.factor * c.slopes[(image * c.stride + channel) * BOXES + box];
}

// A sum over pairs of rows, of a coefficient times a kernel of their distance: the mean over
// bandwidths of exp(-distance^2 * scale), scale being 1 / (2 bandwidth).
struct Pairs {
  const float* rows;          // [all, width]
  const float* coefficients;  // [images, all]
  const float* scales;        // of the bandwidths
  float* steps;               // [images, all]: coefficient times the kernel's slope
  float* partial;             // of the sum
  float* to;                  // [images, width]: the gradient by the first row of each pair
  int images;
  int all;
  int width;
  int bandwidths;
  float factor;               // of the gradient
};

extern "C" __global__ void compare_pairs(const Pairs p) {
  float sum = 0;
  for (long long i = element_index(); i < (long long)p.images * p.all; i += all_threads()) {
    const float* one = p.rows + i / p.all * p.width;
    const float* other = p.rows + i % p.all * p.width;
    float distance = 0;
    for (int j = 0; j < p.width; ++j) {
      float difference = one[j] - other[j];
      distance += difference * difference;
    }
    float kernel = 0;
    float slope = 0;
    for (int j = 0; j < p.bandwidths; ++j) {
      float value = expf(-distance * p.scales[j]);
      kernel += value;
      slope -= value * p.scales[j];
    }
    float coefficient = p.coefficients[i] / p.bandwidths;
    sum += coefficient * kernel;
    // A kernel of width 1e-6 has a slope of 1e6 where rows are alike, and their difference is 0.
    p.steps[i] = 2 * p.factor * coefficient * slope;
  }
  sum = block_sum(sum);
  if (threadIdx.x == 0) {
    p.partial[blockIdx.x] = sum;
  }
}

// One thread for an element of the gradient.
extern "C" __global__ void compare_pairs_back(const Pairs p) {
  long long i = element_index();
  if (i >= (long long)p.images * p.width) {
    return;
  }
  long long image = i / p.width;
  int column = (int)(i % p.width);
  float value = p.rows[i];
  float sum = 0;
  for (int other = 0; other < p.all; ++other) {
    sum += p.steps[image * p.all + other]
        * (value - p.rows[(long long)other * p.width + column]);
  }
  p.to[i] = sum;
}

// Sums over the pixels of a channel, and what normalisations and labels make of them.

// For each group of images and each channel the sum of first, and of first * (second - centre).
struct ChannelSums {
  const float* first;
  const float* second;   // or null
  const float* centre;   // of a channel, or null
  float* partial;        // [groups, splits, 2, stride]
  int pixels;            // of a group
  int channels;
  int stride;
  int splits;
  int both;              // whether the centre is taken from first, too
};

// A block has 32 channels, of which eight threads share the pixels. The grid has a block for each 32
// channels, each split and each group.
extern "C" __global__ void sum_channels(const ChannelSums s) {
  __shared__ float sums[2][8][32];
  int lane = threadIdx.x / 32;
  int place = threadIdx.x % 32;
  int channel = blockIdx.x * 32 + place;
  long long begin = (long long)blockIdx.z * s.pixels;
  long long first = begin + (long long)s.pixels * blockIdx.y / s.splits;
  long long last = begin + (long long)s.pixels * (blockIdx.y + 1) / s.splits;
  float sum = 0;
  float product = 0;
  if (channel < s.channels) {
    float centre = s.centre == nullptr ? 0 : s.centre[channel];
    for (long long pixel = first + lane; pixel < last; pixel += 8) {
      float value = s.first[pixel * s.stride + channel];
      if (s.both) {
        value -= centre;
      }
      sum += value;
      if (s.second != nullptr) {
        product += value * (s.second[pixel * s.stride + channel] - centre);
      }
    }
  }
  sums[0][lane][place] = sum;
  sums[1][lane][place] = product;
  __syncthreads();
  if (lane < 2 && channel < s.channels) {
    float total = 0;
    for (int i = 0; i < 8; ++i) {
      total += sums[lane][i][place];
    }
    s.partial[(((long long)blockIdx.z * s.splits + blockIdx.y) * 2 + lane) * s.stride + channel] =
        total;
  }
}

struct FinishSums {
  const float* partial;  // [groups, splits, 2, stride]
  float* to;             // [groups, rows, stride]
  int count;             // of groups, times rows, times stride
  int channels;
  int stride;
  int rows;              // 1 for the first of both sums alone
  int splits;
  float factor;
};

extern "C" __global__ void finish_sums(const FinishSums f) {
  long long i = element_index();
  int channel = (int)(i % f.stride);
  if (i >= f.count || channel >= f.channels) {
    return;
  }
  long long group = i / f.stride / f.rows;
  int which = (int)(i / f.stride % f.rows);
  float sum = 0;
  for (int split = 0; split < f.splits; ++split) {
    sum += f.partial[((group * f.splits + split) * 2 + which) * f.stride + channel];
  }
  f.to[i] = f.factor * sum;
}

// Batch normalisation as value * a + k. One thread for a channel.
struct Normalisation {
  const float* mean;
  const float* variance;
  const float* scale;
  const float* shift;
  float* running_mean;
  float* running_variance;
  float* a;
  float* k;
  int channels;
  float epsilon;
  float momentum;  // the share of the batch's statistics in the new running ones, 0 for none
  float unbiased;  // the running variance estimates the population's: n / (n - 1)
};

extern "C" __global__ void normalise(const Normalisation n) {
  long long i = element_index();
  if (i >= n.channels) {
    return;
  }
  float mean = n.mean[i];
  float variance = n.variance[i];
  float a = n.scale[i] / sqrtf(variance + n.epsilon);
  n.a[i] = a;
  n.k[i] = n.shift[i] - mean * a;
  if (n.momentum > 0) {
    n.running_mean[i] += n.momentum * (mean - n.running_mean[i]);
    n.running_variance[i] += n.momentum * (n.unbiased * variance - n.running_variance[i]);
  }
}

// Its gradients: by scale and shift, and by the input as gradient * a + input * b + k.
struct NormalisationBack {
  const float* sums;  // [2, stride]: of the gradient, and of gradient * (input - mean)
  const float* mean;
  const float* variance;
  const float* scale;
  float* scale_gradient;
  float* shift_gradient;
  float* a;
  float* b;
  float* k;
  int channels;
  int stride;
  int frozen;         // whether mean and variance are given and not the batch's
  float elements;     // of a channel
  float epsilon;
};

extern "C" __global__ void normalise_back(const NormalisationBack n) {
  long long i = element_index();
  if (i >= n.channels) {
    return;
  }
  float inverse = 1 / sqrtf(n.variance[i] + n.epsilon);
  float by_shift = n.sums[i];
  float by_scale = n.sums[n.stride + i] * inverse;
  float a = n.scale[i] * inverse;
  float b = n.frozen ? 0 : -a * inverse * by_scale / n.elements;
  n.scale_gradient[i] = by_scale;
  n.shift_gradient[i] = by_shift;
  n.a[i] = a;
  n.b[i] = b;
  n.k[i] = n.frozen ? 0 : -a * by_shift / n.elements - b * n.mean[i];
}

// Weighs rows, one for each domain, by the labels of images; or adds up by label what images have.
struct Labels {
  const float* labels;  // [images, label_stride]
  const float* from;    // [domains, channels], or [images, from_stride]
  float* to;            // [images, stride], or [domains, channels]
  int images;
  int domains;
  int channels;
  int label_stride;
  int stride;           // of an image's row
};

extern "C" __global__ void mix_labels(const Labels l) {
  long long i = element_index();
  if (i >= (long long)l.images * l.channels) {
    return;
  }
  long long image = i / l.channels;
  int channel = (int)(i % l.channels);
  float sum = 0;
  for (int domain = 0; domain < l.domains; ++domain) {
    sum += l.labels[image * l.label_stride + domain] * l.from[domain * l.channels + channel];
  }
  l.to[image * l.stride + channel] = sum;
}

extern "C" __global__ void collect_labels(const Labels l) {
  long long i = element_index();
  if (i >= (long long)l.domains * l.channels) {
    return;
  }
  int domain = (int)(i / l.channels);
  int channel = (int)(i % l.channels);
  float sum = 0;
  for (int image = 0; image < l.images; ++image) {
    sum += l.labels[(long long)image * l.label_stride + domain]
        * l.from[(long long)image * l.stride + channel];
  }
  l.to[i] = sum;
}

// The gradient of the maximum over 2x2: the first of its largest elements gets it.
struct Unpool {
  const float* input;
  const float* gradient;  // by the output
  float* to;
  long long count;        // of the input
  int height;
  int width;
  int rows;               // of the output
  int columns;
  int stride;
};

extern "C" __global__ void unpool(const Unpool u) {
  long long i = element_index();
  if (i >= u.count) {
    return;
  }
  int channel = (int)(i % u.stride);
  int x = (int)(i / u.stride % u.width);
  int y = (int)(i / u.stride / u.width % u.height);
  long long image = i / u.stride / u.width / u.height;
  int row = y / 2;
  int column = x / 2;
  float gradient = 0;
  if (row < u.rows && column < u.columns) {
    int largest = 0;
    float maximum = 0;
    for (int place = 0; place < 4; ++place) {
      int from_y = 2 * row + place / 2;
      int from_x = 2 * column + place % 2;
      float value = u.input[((image * u.height + from_y) * u.width + from_x) * u.stride + channel];
      if (place == 0 || value > maximum) {
        largest = place;
        maximum = value;
      }
    }
    if (largest == y % 2 * 2 + x % 2) {
      gradient = u.gradient[((image * u.rows + row) * u.columns + column) * u.stride + channel];
    }
  }
  u.to[i] = gradient;
}

// What is computed element by element in training. Features stand pixel by pixel; the channels of a
// pixel are rounded up to a stride, and what is beyond them is 0 and stays it.

__device__ inline long long element_index() {
  return (long long)blockIdx.x * blockDim.x + threadIdx.x;
}

struct Fill {
  float* to;
  long long count;
  float value;
};

extern "C" __global__ void fill(const Fill f) {
  long long i = element_index();
  if (i < f.count) {
    f.to[i] = f.value;
  }
}

struct Add {
  const float* part;
  float* sum;
  long long count;
};

extern "C" __global__ void add(const Add a) {
  long long i = element_index();
  if (i < a.count) {
    a.sum[i] += a.part[i];
  }
}

struct Multiply {
  const float* values;
  const float* factors;
  float* to;
  long long count;
};

extern "C" __global__ void multiply_elements(const Multiply m) {
  long long i = element_index();
  if (i < m.count) {
    m.to[i] = m.values[i] * m.factors[i];
  }
}

// Channels of pixels from one place to another.
struct Copy {
  const float* from;
  float* to;
  long long count;  // of pixels that are written, times channels
  int channels;
  int from_stride;
  int to_stride;
  int repeats;      // neighbouring pixels that are written from the same one
};

extern "C" __global__ void copy_channels(const Copy c) {
  long long i = element_index();
  if (i < c.count) {
    long long pixel = i / c.channels;
    int channel = (int)(i % c.channels);
    c.to[pixel * c.to_stride + channel] = c.from[pixel / c.repeats * c.from_stride + channel];
  }
}

// Between features and the order of models and hosts: image by image, plane by plane.
struct Relayout {
  const float* from;
  float* to;
  long long count;   // of all images' channels and pixels
  int channels;
  int area;          // pixels of an image
  int stride;        // of a pixel among the features
  int image_stride;  // of an image in planes
  int to_planes;     // or from planes
};

extern "C" __global__ void relayout(const Relayout r) {
  long long i = element_index();
  if (i >= r.count) {
    return;
  }
  int within = (int)(i % (r.channels * r.area));
  long long image = i / (r.channels * r.area);
  int channel = within / r.area;
  int pixel = within % r.area;
  long long feature = (image * r.area + pixel) * r.stride + channel;
  long long plane = image * r.image_stride + within;
  if (r.to_planes) {
    r.to[plane] = r.from[feature];
  } else {
    r.to[feature] = r.from[plane];
  }
}

// One of: the rectifier, tanh, value * scale + shift.
struct Activation {
  const float* input;
  const float* output;
  const float* gradient;  // by the output
  float* to;
  long long count;
  int channels;
  int stride;
  int hyperbolic;
  float slope;            // of the rectifier, 1 for none
  float scale;
  float shift;
};

extern "C" __global__ void activate(const Activation a) {
  long long i = element_index();
  if (i < a.count && i % a.stride < a.channels) {
    float value = leaky(a.input[i], a.slope);
    a.to[i] = (a.hyperbolic ? tanhf(value) : value) * a.scale + a.shift;
  }
}

extern "C" __global__ void activate_back(const Activation a) {
  long long i = element_index();
  if (i < a.count && i % a.stride < a.channels) {
    float output = a.output[i];
    float derivative = a.slope == 1 || output > 0 ? 1 : a.slope;
    if (a.hyperbolic) {
      derivative = 1 - output * output;
    }
    a.to[i] = derivative * a.scale * a.gradient[i];
  }
}

// a * first + b * second + k, with coefficients for each channel, of all images or of each.
struct Blend {
  const float* first;
  const float* second;  // or null
  const float* a;
  const float* b;
  const float* k;       // or null
  float* to;
  long long count;
  int channels;
  int stride;
  int area;             // pixels of an image
  int row;              // from one image's coefficients to the next, 0 where they are the same
};

extern "C" __global__ void blend(const Blend b) {
  long long i = element_index();
  int channel = (int)(i % b.stride);
  if (i >= b.count || channel >= b.channels) {
    return;
  }
  long long at = i / b.stride / b.area * b.row + channel;
  float value = b.a[at] * b.first[i];
  if (b.second != nullptr) {
    value += b.b[at] * b.second[i];
  }
  if (b.k != nullptr) {
    value += b.k[at];
  }
  b.to[i] = value;
}
